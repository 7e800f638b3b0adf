import { describe, expect, test } from "vitest";
import { makeReadAbove } from "../../../functions/application/read-above.ts";
import type { Above } from "../../../functions/application/read-above.ts";
import type { Connection } from "../../../functions/domain/connection.ts";
import { identityName } from "../../../functions/domain/identity.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { REACHABLE } from "../../../functions/domain/reach.ts";
import type { Reach } from "../../../functions/domain/reach.ts";
import type { Edge } from "../../../functions/domain/topology.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { STATES, connection, device, module } from "../../integration/api/seed.ts";
import { T0 } from "../domain/histories.ts";
import { POLICY } from "../domain/policies.ts";
import { makeSetting } from "./setting.ts";

const IN = { out: false };
/** Its hub speaks for it, or its agent. */
const BOTH: Edge = { agent: IN, hub: IN };
const LEAVES = { parent: "gw", children: ["leaf-*"] };
const AGENT = module("gw", "$edgeAgent");
const HUB = module("gw", "$edgeHub");

const gateway = (edge: Edge, more: Partial<Connection> = {}): Connection =>
  connection(device("gw"), STATES.new, { edge, ...more });
const registry = (parent: string): Partial<Connection> => ({ registry: { at: T0, enabled: true, parent } });
const leaf = connection(device("leaf-1"), STATES.offline);

interface Asked {
  readonly known: readonly Connection[];
  readonly topology?: Policy["topology"];
}

/** What is above the identity, and which documents were read for it. */
async function ask(
  of: Connection,
  { known, topology = [LEAVES] }: Asked,
): Promise<Above & { reads: string[] }> {
  const { deps, store } = makeSetting();
  for (const one of known) await store.connections.create(one);
  const reads: string[] = [];
  const connections = {
    ...store.connections,
    read: (identity: Connection["identity"]) => {
      reads.push(identityName(identity));
      return store.connections.read(identity);
    },
  };
  const policy = { ...POLICY, topology };
  const above = await makeReadAbove({ ...deps, policy, store: { ...store, connections } })(of);
  return { ...above, reads };
}
const reachOf = async (of: Connection, asked: Asked): Promise<Reach> => (await ask(of, asked)).reach();

const OUT: Reach = { name: "out", since: T0, incident: undefined };
const WAITING: Reach = { name: "waiting", until: T0 + 5 * MINUTE_MS, returnedAt: undefined };

describe("what a device reaches the hub through", () => {
  test("is found, and its documents are read only where somebody asks whether it is out", async () => {
    const known = [gateway(BOTH), connection(HUB, STATES.offline)];
    const above = await ask(leaf, { known });
    expect(above).toMatchObject({ gateway: "gw", parents: ["gw"], reads: [] });
    expect(await above.reach()).toEqual(OUT);
    await above.reach();
    expect(above.reads).toEqual(["gw", "gw/$edgeHub"]);
  });

  test("is nothing, where nobody says more", async () => {
    const above = await ask(leaf, { known: [], topology: [] });
    expect(above).toMatchObject({ gateway: "leaf-1", parents: [] });
    expect(await above.reach()).toEqual({ name: "reachable", returnedAt: undefined });
  });

  test.each<[string, readonly Connection[], Reach]>([
    ["its hub", [gateway(BOTH), connection(HUB, STATES.offline), connection(AGENT, STATES.online)], OUT],
    [
      "its hub, whatever its agent is",
      [gateway(BOTH), connection(HUB, STATES.online), connection(AGENT, STATES.offline)],
      { name: "reachable", returnedAt: undefined },
    ],
    ["its agent, where it has no hub", [gateway({ agent: IN }), connection(AGENT, STATES.offline)], OUT],
    ["itself, where it is no gateway", [connection(device("gw"), STATES.offline)], OUT],
    [
      "its hub as it is now, though its document has yet to hear",
      [gateway(BOTH), connection(HUB, STATES.suspect)],
      WAITING,
    ],
    ["nobody, where it is unknown", [], REACHABLE],
    ["nobody, where its hub is unknown", [gateway(BOTH)], REACHABLE],
    ["nobody, where it is deleted", [connection(device("gw"), STATES.deleted)], REACHABLE],
    [
      "nobody, where it is disabled",
      [gateway(BOTH, { registry: { at: T0, enabled: false } }), connection(HUB, STATES.offline)],
      REACHABLE,
    ],
  ])("is spoken for by %s", async (_title, known, reach) => {
    expect(await reachOf(leaf, { known })).toEqual(reach);
  });

  test.each<[string, Connection, Reach]>([
    ["out", connection(device("b"), STATES.offline), OUT],
    ["connected", connection(device("b"), STATES.online), { name: "reachable" }],
  ])("is several together: one is out, the other is %s", async (_title, other, reach) => {
    const known = [gateway(BOTH), connection(HUB, STATES.offline), other];
    const topology = [LEAVES, { parent: "b", children: ["leaf-1"] }];
    const above = await ask(leaf, { known, topology });
    expect(above).toMatchObject({ gateway: "b", parents: ["b", "gw"] });
    expect(await above.reach()).toEqual(reach);
  });
});

describe("a gateway behind another one", () => {
  const upper = (state: Connection["state"]): Connection[] => [
    connection(device("top"), STATES.new, { edge: { hub: IN } }),
    connection(module("top", "$edgeHub"), state),
  ];
  const lower = (state: Connection["state"]): Connection[] => [
    gateway(BOTH, registry("top")),
    connection(HUB, state),
  ];

  test.each<[string, Connection["state"], Connection["state"], Reach]>([
    ["inside its grace is out as soon as that one is", STATES.suspect, STATES.offline, OUT],
    ["inside its grace waits, while that one does too", STATES.suspect, STATES.suspect, WAITING],
    ["inside its grace waits, while that one is connected", STATES.suspect, STATES.online, WAITING],
    [
      "that is connected leaves nobody unreachable",
      STATES.online,
      STATES.offline,
      { name: "reachable", returnedAt: undefined },
    ],
    ["that is out itself is out", STATES.offline, STATES.online, OUT],
  ])("%s", async (_title, below, above, reach) => {
    expect(await reachOf(leaf, { known: [...lower(below), ...upper(above)] })).toEqual(reach);
  });

  test("has its own gateway for its system modules, and itself for the other ones", async () => {
    const known = [...lower(STATES.offline), ...upper(STATES.suspect)];
    const hub = await ask(connection(HUB, STATES.offline), { known });
    expect(hub).toMatchObject({ gateway: "gw", parents: ["top"] });
    expect(await hub.reach()).toEqual(WAITING);
    const sensor = await ask(connection(module("gw", "sensor"), STATES.offline), { known });
    expect(sensor).toMatchObject({ gateway: "gw", parents: ["gw"] });
    expect(await sensor.reach()).toEqual(OUT);
  });
});

describe("a module of a device that is no gateway", () => {
  test.each<[string, readonly Connection[]]>([
    ["which is known", [connection(device("pump"), STATES.online, registry("gw"))]],
    ["which is not known, and that the policy puts there", []],
  ])("has what its device has, %s", async (_title, known) => {
    const topology = known.length === 0 ? [{ parent: "gw", children: ["pump"] }] : [];
    const above = await ask(connection(module("pump", "m"), STATES.offline), {
      known: [...known, connection(device("gw"), STATES.offline)],
      topology,
    });
    expect(above).toMatchObject({ gateway: "gw", parents: ["gw"] });
    expect(await above.reach()).toEqual(OUT);
  });
});

test("nobody is above himself: a circle in the registry comes to an end", async () => {
  const known = [
    connection(device("a"), STATES.suspect, registry("b")),
    connection(device("b"), STATES.suspect, registry("c")),
    connection(device("c"), STATES.suspect, registry("a")),
  ];
  const [first] = known;
  if (first === undefined) throw new Error("there are three");
  expect(await reachOf(first, { known, topology: [] })).toEqual(WAITING);
});
