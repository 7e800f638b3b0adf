import { expect, test } from "vitest";

import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import type { Connection } from "../../../functions/domain/connection.ts";
import type { Identity } from "../../../functions/domain/identity.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { FLAPPING, RENEWAL } from "../../unit/domain/policies.ts";
import { makeApi } from "./api.ts";
import { NINE, device, module, sequence } from "./seed.ts";

const WAITS = { graceMs: 300_000, recoveryMs: 90_000, damping: FLAPPING, renewal: RENEWAL };

/** Drops at these minutes after nine, each a minute long. */
function dropping(identity: Identity, ...minutes: readonly number[]): Connection {
  let connection = unknownConnection(identity);
  const tell = (kind: "connected" | "disconnected", number: number, at: number): void => {
    const event = { kind, sequence: sequence(number), at, eventId: `${kind}-${number}` } as const;
    connection = decide(connection, event, WAITS, at).next;
  };
  tell("connected", 1, NINE - MINUTE_MS);
  for (const [index, minute] of minutes.entries()) {
    const at = NINE + minute * MINUTE_MS;
    tell("disconnected", index * 2 + 2, at);
    tell("connected", index * 2 + 3, at + MINUTE_MS);
  }
  return connection;
}

const FLAPPER = dropping(module("gw", "$edgeHub"), 0, 2, 4, 6);
const RENEWER = dropping(device("sensor"), 0, 65, 130);

test("a flapping module is told of itself and of its device, with how often and since when", async () => {
  const api = makeApi();
  await api.seed(FLAPPER, dropping(module("gw", "$edgeAgent"), 3));
  api.setTime(NINE + 8 * MINUTE_MS);
  const { json } = await api.get("/api/devices/gw");
  const said = {
    conditions: ["flapping"],
    reason: "connected; flapping: 4 drops since 2026-11-21T09:00:00.000Z",
  };
  expect(json).toMatchObject({
    ...said,
    modules: [
      { moduleId: "$edgeAgent", conditions: [], reason: "connected" },
      { moduleId: "$edgeHub", ...said },
    ],
  });
  expect((await api.page("/api/devices?condition=flapping")).value).toMatchObject([{ deviceId: "gw" }]);
  // 4 drops: 3.66 at the last one, so below 1 after some 28 minutes.
  api.setTime(NINE + 36 * MINUTE_MS);
  expect((await api.page("/api/devices?condition=flapping")).value).toEqual([]);
});

test("a device that renews its tokens is told of as such, and how that could be avoided", async () => {
  const api = makeApi();
  await api.seed(RENEWER);
  api.setTime(NINE + 140 * MINUTE_MS);
  expect((await api.get("/api/devices/sensor")).json).toMatchObject({
    state: "online",
    conditions: ["tokenRenewal"],
    reason: "connected; renews about every 1 h 5 min over MQTT; AMQP or X.509 would avoid it",
  });
  expect((await api.page("/api/devices?condition=tokenRenewal")).value).toHaveLength(1);
  api.setTime(NINE + 260 * MINUTE_MS);
  expect((await api.page("/api/devices?condition=tokenRenewal")).value).toEqual([]);
});
