import { describe, expect, test } from "vitest";

import { checkHealth } from "../../../functions/application/queries/check-health.ts";

const QUIET = { info: () => {}, warn: () => {}, error: () => {} };
const EMPTY = { "events-poison": 0, "deadlines-poison": 0, "notifications-poison": 0 };

const well = {
  store: { ping: async () => {} },
  queues: { count: async () => 0 },
  clock: { now: () => 0 },
  log: QUIET,
  disabledReceivers: [],
  timeoutMs: 20,
};

const never = (): Promise<never> => new Promise(() => {});

describe("health", () => {
  test("is ok when everything answers and nothing waits", async () => {
    expect(await checkHealth(well)).toMatchObject({ status: "ok", store: "ok", queues: "ok", poison: EMPTY });
  });

  test("is failing when the store refuses, or does not answer in time", async () => {
    const refuses = () => Promise.reject(new Error("host 10.0.0.1"));
    for (const ping of [refuses, never]) {
      const health = await checkHealth({ ...well, store: { ping } });
      expect(health).toMatchObject({ status: "failing", store: "noAnswer", queues: "ok" });
      expect(JSON.stringify(health)).not.toContain("10.0.0.1");
    }
  });

  test("is failing when the queues do not answer", async () => {
    const health = await checkHealth({ ...well, queues: { count: never } });
    expect(health).toMatchObject({ status: "failing", store: "ok", queues: "noAnswer", poison: {} });
  });

  test("is degraded when a message lies in a poison queue", async () => {
    const count = async (queue: string) => (queue === "events-poison" ? 2 : 0);
    expect(await checkHealth({ ...well, queues: { count } })).toMatchObject({
      status: "degraded",
      poison: { ...EMPTY, "events-poison": 2 },
    });
  });

  test("is degraded when a receiver is disabled", async () => {
    const disabledReceivers = [{ receiver: "oncall", reason: "TWILIO_ACCOUNT_SID is not set" }];
    expect(await checkHealth({ ...well, disabledReceivers })).toMatchObject({
      status: "degraded",
      disabledReceivers,
    });
  });
});
