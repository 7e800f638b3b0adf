/** The product's own parts, put together as `functions/main.ts` does, with only the edges replaced that a measure leaves out. */
import { makeLog } from "../functions/adapters/log/log.ts";
import type { Deps } from "../functions/application/deps.ts";
import { makePace } from "../functions/application/pace.ts";
import type { Queues, Store } from "../functions/application/ports.ts";
import { makeTurns } from "../functions/application/turns.ts";
import type { Policy } from "../functions/domain/policy.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../functions/domain/time.ts";

/** The defaults, one route, two receivers: a Teams workflow and a phone. */
export const POLICY: Policy = {
  routes: [
    {
      match: {},
      graceMs: 5 * MINUTE_MS,
      recoveryMs: 90 * SECOND_MS,
      groupBy: ["gateway"],
      groupWaitMs: 30 * SECOND_MS,
      groupIntervalMs: 5 * MINUTE_MS,
      zone: "UTC",
      notify: ["ops", "oncall"],
    },
  ],
  receivers: [
    {
      name: "ops",
      channel: "teams-workflow",
      targets: [{ id: "workflow:ops", channel: "teams-workflow", address: "https://example.test/ops" }],
    },
    {
      name: "oncall",
      channel: "sms",
      targets: [{ id: "sms:+4790000000", channel: "sms", address: "+4790000000" }],
    },
  ],
  flapping: {
    halfLifeMs: 15 * MINUTE_MS,
    suppress: 3,
    reuse: 1,
    maxSuppressMs: HOUR_MS,
    drop: 1,
    outage: 1.5,
    longOutageMs: 15 * MINUTE_MS,
  },
  renewal: {
    drops: 3,
    gapAtMostMs: 3 * MINUTE_MS,
    shortestPeriodMs: 45 * MINUTE_MS,
    longestPeriodMs: 80 * MINUTE_MS,
    tolerance: 0.1,
  },
  tags: [],
  topology: [],
  growth: 0.25,
  retryForMs: DAY_MS,
};

/** Lines are written, and then lead nowhere: their cost counts, a terminal's does not. */
const nowhere = { info: () => {}, warn: () => {}, error: () => {} };

export const silentQueues: Queues = {
  sendDeadline: async () => {},
  sendNotification: async () => {},
  count: async () => 0,
  dueSince: async () => undefined,
  takePoison: async () => [],
  send: async () => {},
  removePoison: async () => {},
};

/** What use cases are given. Providers accept at once; the clock is the system's unless it is given. */
export function makeDeps(parts: Partial<Deps> & { readonly store: Store }): Deps {
  return {
    queues: silentQueues,
    sender: { send: async () => ({ name: "accepted", receipt: "receipt" }) },
    policy: POLICY,
    clock: { now: Date.now, pause: async () => {} },
    random: Math.random,
    log: makeLog(nowhere),
    pace: makePace(),
    turns: makeTurns(),
    ...parts,
  };
}
