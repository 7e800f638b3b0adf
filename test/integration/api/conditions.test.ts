import { describe, expect, test } from "vitest";

import { makeSqliteStore } from "../../../functions/adapters/sqlite/sqlite-store.ts";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import type { Connection } from "../../../functions/domain/connection.ts";
import type { Identity } from "../../../functions/domain/identity.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import type { Edge, EdgeModule } from "../../../functions/domain/topology.ts";
import { FLAPPING, POLICY, RENEWAL, ROUTE } from "../../unit/domain/policies.ts";
import { makeApi } from "./api.ts";
import type { Row } from "./api.ts";
import { NINE, STATES, connection, device, module, sequence } from "./seed.ts";

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
    reason: "connected; renews about every 65 min over MQTT; AMQP or X.509 would avoid it",
  });
  expect((await api.page("/api/devices?condition=tokenRenewal")).value).toHaveLength(1);
  api.setTime(NINE + 260 * MINUTE_MS);
  expect((await api.page("/api/devices?condition=tokenRenewal")).value).toEqual([]);
});

const OUT: EdgeModule = { out: true, since: NINE };
const IN: EdgeModule = { out: false };
/** Everything that is called leaf is behind gw. */
const LEAVES = { parent: "gw", children: ["leaf-*"] };

const gateway = (edge: Edge, id = "gw", more: Partial<Connection> = {}): Connection =>
  connection(device(id), STATES.new, { edge, ...more });
const offline = (id: string, more: Partial<Connection> = {}): Connection =>
  connection(device(id), STATES.offline, more);
const registry = (parent?: string, enabled = true): Partial<Connection> => ({
  registry: { at: NINE, enabled, parent },
});

/** The ids of those that are found to be so. */
async function found(
  condition: string,
  connections: readonly Connection[],
  topology: Policy["topology"] = [LEAVES],
): Promise<unknown[]> {
  const api = makeApi({ policy: { ...POLICY, topology } });
  await api.seed(...connections);
  const { value } = await api.page(`/api/devices?condition=${condition}`);
  return value.map(({ deviceId }) => deviceId);
}

describe("a device is unreachable", () => {
  test("while its gateway is out: whether or not its own grace is over, and not where it is connected", async () => {
    const fleet = [
      gateway({ hub: OUT, agent: IN }),
      connection(module("gw", "$edgeAgent"), STATES.online),
      connection(module("gw", "$edgeHub"), STATES.offline),
      ...Object.entries(STATES).map(([name, state]) => connection(device(`leaf-${name}`), state)),
      connection(device("leaf-1", "other"), STATES.offline),
      offline("pump"),
    ];
    expect(await found("unreachable", fleet)).toEqual(["leaf-offline", "leaf-suspect"]);
  });

  test.each<[string, readonly Connection[], Policy["topology"], readonly string[]]>([
    ["behind a device that is no gateway", [offline("gw"), offline("leaf-1")], [LEAVES], ["leaf-1"]],
    ["by the registry alone", [gateway({ hub: OUT }), offline("sensor", registry("gw"))], [], ["sensor"]],
    [
      "though a module of it is connected",
      [gateway({ hub: OUT }), offline("leaf-1"), connection(module("leaf-1", "m"), STATES.online)],
      [LEAVES],
      ["leaf-1"],
    ],
    [
      "by its system modules, as a gateway behind another one",
      [
        gateway({ hub: OUT }),
        gateway({ hub: OUT }, "leaf-1"),
        connection(module("leaf-1", "$edgeHub"), STATES.offline),
      ],
      [LEAVES],
      ["leaf-1"],
    ],
    [
      "behind two that are both out",
      [gateway({ hub: OUT }), offline("b"), offline("leaf-1")],
      [LEAVES, { parent: "b", children: ["leaf-1"] }],
      ["leaf-1"],
    ],
    [
      "not behind two of which one is not",
      [gateway({ hub: OUT }), connection(device("b"), STATES.online), offline("leaf-1")],
      [LEAVES, { parent: "b", children: ["leaf-1"] }],
      [],
    ],
    [
      "not where $edgeAgent alone is out",
      [gateway({ hub: IN, agent: OUT }), offline("leaf-1")],
      [LEAVES],
      [],
    ],
    [
      "behind an agent that has no hub beside it",
      [gateway({ agent: OUT }), offline("leaf-1")],
      [LEAVES],
      ["leaf-1"],
    ],
    [
      "not behind one that is disabled",
      [gateway({ hub: OUT }, "gw", registry(undefined, false)), offline("leaf-1")],
      [LEAVES],
      [],
    ],
    [
      "not by a module of a gateway behind it, which is connected itself",
      [
        gateway({ hub: OUT }),
        gateway({ hub: IN }, "leaf-1"),
        connection(module("leaf-1", "$edgeHub"), STATES.online),
        connection(module("leaf-1", "sensor"), STATES.offline),
      ],
      [LEAVES],
      [],
    ],
    ["not behind one that nobody knows", [offline("leaf-1")], [LEAVES], []],
    ["not behind one that was never out", [gateway({ hub: IN }), offline("leaf-1")], [LEAVES], []],
  ])("%s", async (_title, connections, topology, ids) => {
    expect(await found("unreachable", connections, topology)).toEqual(ids);
  });

  test("until its grace is over, which begins anew as its gateway is back", async () => {
    const api = makeApi({ policy: { ...POLICY, topology: [LEAVES] } });
    await api.seed(gateway({ hub: { out: false, returnedAt: NINE + 10 * MINUTE_MS } }), offline("leaf-1"));
    const row = async (): Promise<Row | undefined> => (await api.page("/api/devices?q=leaf")).value[0];
    api.setTime(NINE + 15 * MINUTE_MS - 1);
    expect(await row()).toMatchObject({
      state: "offline",
      conditions: ["unreachable"],
      reason:
        "disconnected for longer than the grace; unreachable until 2026-11-21T09:15:00.000Z: what it is behind is back, and its grace runs anew",
    });
    api.setTime(NINE + 15 * MINUTE_MS);
    expect(await row()).toMatchObject({
      state: "offline",
      conditions: [],
      reason: "disconnected for longer than the grace",
    });
  });

  test("until the last grace of its identities is over", async () => {
    const routes = [{ ...ROUTE, match: { module: "m" }, graceMs: 10 * MINUTE_MS }, ROUTE];
    const api = makeApi({ policy: { ...POLICY, routes, topology: [LEAVES] } });
    const modules = ["a", "m", "z"].map((id) => connection(module("leaf-1", id), STATES.offline));
    await api.seed(gateway({ hub: { out: false, returnedAt: NINE } }), offline("leaf-1"), ...modules);
    api.setTime(NINE + MINUTE_MS);
    const { value } = await api.page("/api/devices?q=leaf");
    expect(value[0]).toMatchObject({ conditions: ["unreachable"] });
    expect(value[0]?.["reason"]).toContain("; unreachable until 2026-11-21T09:10:00.000Z: ");
  });

  test("and says why; the policy's word holds where the registry has another", async () => {
    const api = makeApi({ policy: { ...POLICY, topology: [LEAVES] } });
    await api.seed(gateway({ hub: OUT }), offline("leaf-1", registry("pump")), offline("pump"));
    expect((await api.page("/api/devices")).value).toMatchObject([
      { deviceId: "gw" },
      {
        deviceId: "leaf-1",
        conditions: ["unreachable"],
        reason: "disconnected for longer than the grace; unreachable: what it is behind is out",
      },
      { deviceId: "pump", conditions: [] },
    ]);
  });
});

test("a gateway's modules are unreachable while it is out, and its row says that it is out", async () => {
  const api = makeApi();
  await api.seed(
    gateway({ hub: OUT, agent: OUT }),
    connection(module("gw", "$edgeAgent"), STATES.offline),
    connection(module("gw", "$edgeHub"), STATES.offline),
    connection(module("gw", "sensor"), STATES.suspect),
  );
  expect((await api.page("/api/devices?deviceId=gw")).value).toMatchObject([
    {
      state: "offline",
      conditions: [],
      gateway: { verdict: "site" },
      modules: [
        { moduleId: "$edgeAgent", conditions: [] },
        { moduleId: "$edgeHub", conditions: [] },
        {
          moduleId: "sensor",
          state: "suspect",
          conditions: ["unreachable"],
          reason:
            "disconnected, inside the grace until 2026-11-21T09:05:00.000Z; unreachable: what it is behind is out",
        },
      ],
    },
  ]);
  expect((await api.page("/api/devices?condition=unreachable")).value).toEqual([]);
});

test("a device and a module that are asked for by themselves are unreachable too", async () => {
  const api = makeApi({ policy: { ...POLICY, topology: [LEAVES] } });
  await api.seed(
    gateway({ hub: OUT }),
    connection(module("gw", "$edgeHub"), STATES.offline),
    connection(module("gw", "sensor"), STATES.offline),
    offline("leaf-1"),
    connection(module("leaf-1", "m"), STATES.suspect),
  );
  const conditions = async (path: string): Promise<unknown> =>
    (await api.get(`/api/devices/${path}`)).json["conditions"];
  expect(await conditions("leaf-1")).toEqual(["unreachable"]);
  expect(await conditions("leaf-1/modules/m")).toEqual(["unreachable"]);
  expect(await conditions("gw")).toEqual([]);
  expect(await conditions("gw/modules/sensor")).toEqual(["unreachable"]);
  expect(await conditions("gw/modules/$edgeHub")).toEqual([]);
});

test("what is disabled in the registry is shown as such, whatever its state", async () => {
  const disabled = registry(undefined, false);
  const fleet = [
    ...Object.entries(STATES).map(([name, state]) => connection(device(name), state, disabled)),
    gateway({ hub: IN }, "gw", disabled),
    offline("enabled", registry("gw")),
  ];
  expect(await found("disabled", fleet)).toEqual(["gw", "new", "offline", "online", "recovering", "suspect"]);
  const api = makeApi();
  await api.seed(offline("pump", disabled));
  expect((await api.page("/api/devices")).value).toMatchObject([
    {
      conditions: ["disabled"],
      reason: "disconnected for longer than the grace; disabled in the registry",
    },
  ]);
});

test.each([
  ["a page of leaves that are out costs one read of their gateway", STATES.offline, 2],
  ["one of leaves that are connected costs none", STATES.online, 1],
])("%s", async (_title, state, reads) => {
  const store = makeSqliteStore({ path: ":memory:" });
  let count = 0;
  const ofDevices: typeof store.connections.ofDevices = (keys) => {
    count += 1;
    return store.connections.ofDevices(keys);
  };
  const api = makeApi({
    store: { ...store, connections: { ...store.connections, ofDevices } },
    policy: { ...POLICY, topology: [LEAVES, { parent: "z", children: ["leaf-*"] }] },
  });
  const leaves = Array.from({ length: 50 }, (_, index) => connection(device(`leaf-${index}`), state));
  await api.seed(gateway({ hub: OUT }, "z"), gateway({ hub: OUT }), ...leaves);
  expect((await api.page("/api/devices?q=leaf&top=500")).value).toHaveLength(50);
  // Those that are on the same page are not read again.
  expect(count).toBe(1);
  count = 0;
  const parted = await api.page("/api/devices?deviceId=leaf-7");
  expect(parted.value).toHaveLength(1);
  expect(count).toBe(reads);
});
