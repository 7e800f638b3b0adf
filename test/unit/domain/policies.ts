/** Policies for tests: one route for everything, a Teams workflow and a phone. */
import type { Policy, Route } from "../../../functions/domain/policy.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";

export const ROUTE: Route = {
  match: {},
  graceMs: 5 * MINUTE_MS,
  recoveryMs: 90 * SECOND_MS,
  groupWaitMs: 30 * SECOND_MS,
  zone: "Europe/Oslo",
  notify: ["ops", "oncall"],
};

export const OPS = {
  id: "workflow:ops",
  channel: "teams-workflow",
  address: "https://example.test/ops",
} as const;
export const PHONE = { id: "sms:+4790000000", channel: "sms", address: "+4790000000" } as const;

export const POLICY: Policy = {
  routes: [ROUTE],
  receivers: [
    { name: "ops", channel: "teams-workflow", targets: [OPS] },
    { name: "oncall", channel: "sms", targets: [PHONE] },
  ],
  tags: [],
  retryForMs: DAY_MS,
};
