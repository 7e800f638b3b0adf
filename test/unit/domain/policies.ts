/** Policies for tests: the defaults, one route for everything, a Teams workflow and a phone. */
import type { DampingSettings } from "../../../functions/domain/damping.ts";
import type { Policy, Route } from "../../../functions/domain/policy.ts";
import type { RenewalSettings } from "../../../functions/domain/renewal.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";

export const FLAPPING: DampingSettings = {
  halfLifeMs: 15 * MINUTE_MS,
  suppress: 3,
  reuse: 1,
  maxSuppressMs: HOUR_MS,
  drop: 1,
  outage: 1.5,
  longOutageMs: 15 * MINUTE_MS,
};

/** Nothing ever flaps. */
export const UNDAMPED: DampingSettings = { ...FLAPPING, suppress: Infinity };

export const RENEWAL: RenewalSettings = {
  drops: 3,
  gapAtMostMs: 3 * MINUTE_MS,
  shortestPeriodMs: 45 * MINUTE_MS,
  longestPeriodMs: 80 * MINUTE_MS,
  tolerance: 0.1,
};

export const ROUTE: Route = {
  match: {},
  graceMs: 5 * MINUTE_MS,
  recoveryMs: 90 * SECOND_MS,
  groupBy: ["gateway"],
  groupWaitMs: 30 * SECOND_MS,
  groupIntervalMs: 5 * MINUTE_MS,
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
  flapping: FLAPPING,
  renewal: RENEWAL,
  tags: [],
  topology: [],
  growth: 0.25,
  retryForMs: DAY_MS,
};
