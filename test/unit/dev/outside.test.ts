/** The last look before an app starts without `--real`. */
import { expect, it } from "vitest";

import { outsideOf } from "../../../dev/start/outside.ts";
import type { Config } from "../../../functions/config.ts";
import { Secret } from "../../../functions/config/secret.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { localQueues } from "./surroundings.ts";
import { FLAPPING, RENEWAL } from "../domain/policies.ts";

const twilio = {
  accountSid: "AC",
  username: "AC",
  password: new Secret("token"),
  sender: { from: "+15005550006" },
};
const here: Config = {
  queues: { connectionString: new Secret(localQueues) },
  store: { name: "sqlite", path: ":memory:" },
  twilio: { ...twilio, apiBaseUrl: "http://127.0.0.1:7072" },
  policyFile: "/policy.yaml",
  local: true,
};

function policyWith(address: string): Policy {
  const target = { id: "workflow:ops", channel: "teams-workflow", address } as const;
  return {
    routes: [],
    receivers: [{ name: "ops", channel: "teams-workflow", targets: [target] }],
    flapping: FLAPPING,
    renewal: RENEWAL,
    tags: [],
    topology: [],
    growth: 0.25,
    retryForMs: 1,
  };
}

it("finds nothing where everything stays on this machine", () => {
  expect(outsideOf(here, policyWith("http://127.0.0.1:7072/workflow/ops"))).toEqual([]);
});

it("names each part that would reach beyond it", () => {
  const there: Config = {
    ...here,
    local: false,
    store: { name: "cosmos", endpoint: "https://real.documents.azure.com", database: "linewatch" },
    twilio,
  };
  expect(outsideOf(there, policyWith("https://real.logic.azure.com/1"))).toEqual([
    "the queues",
    "the store",
    "Twilio",
    "the workflow of ops",
  ]);
});
