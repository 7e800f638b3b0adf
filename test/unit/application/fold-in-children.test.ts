import { describe, expect, test } from "vitest";
import { foldInChildren } from "../../../functions/application/fold-in-children.ts";
import type { Store } from "../../../functions/application/ports.ts";
import type { Connection, Membership } from "../../../functions/domain/connection.ts";
import { identityName } from "../../../functions/domain/identity.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { STATES, connection, device, incident, module } from "../../integration/api/seed.ts";
import { T0 } from "../domain/histories.ts";
import { POLICY } from "../domain/policies.ts";
import { makeSetting, stored } from "./setting.ts";
import type { Setting } from "./setting.ts";

const GW = device("gw");
const ID = "contoso-hub!gw!000001";
const FLAPPING_ID = "contoso-hub!gw!:flapping!000001";
const NOW = T0 + 300_000;
const LEAVES = { parent: "gw", children: ["leaf-*"] };
const OUT = { out: true, since: T0, incident: ID };

const gateway = connection(GW, STATES.new, { edge: { hub: OUT } });
const hub = connection(module("gw", "$edgeHub"), STATES.offline, {
  incidents: { outage: { id: ID, outAt: T0, noticedAt: NOW } },
});
const leaf = (id = "leaf-1", more: Partial<Connection> = {}): Connection =>
  connection(device(id), STATES.offline, more);
const folded: Membership = { id: ID, outAt: T0, noticedAt: NOW, joinedAt: NOW, behind: true };

interface Folded {
  readonly setting: Setting;
  /** The names of its members but the gateway's hub. */
  readonly members: string[];
  readonly looks: number;
}

interface Case {
  readonly topology?: Policy["topology"];
  readonly into?: Partial<Incident>;
  readonly disturb?: (store: Store) => Store;
}

/** Folds all of these that are below gw into its incident. */
async function fold(
  connections: readonly Connection[],
  { topology = [LEAVES], into = {}, disturb }: Case = {},
): Promise<Folded> {
  const setting = makeSetting(disturb);
  const id = into.id ?? ID;
  for (const one of [gateway, hub, ...connections]) await setting.store.connections.create(one);
  await setting.store.incidents.create(incident(id, into));
  setting.now = NOW;
  const deps = { ...setting.deps, policy: { ...POLICY, topology } };
  await foldInChildren(deps, GW, { incident: id, isGateway: true });
  const all = await setting.store.connections.ofIncident(id);
  const members = all
    .filter(({ value: { incidents } }) => (incidents.outage ?? incidents.flapping)?.goneAt === undefined)
    .map(({ value }) => identityName(value.identity))
    .filter((name) => name !== "gw/$edgeHub");
  const looks = setting.notifications.filter((one) => "incident" in one && one.incident === id).length;
  return { setting, members, looks };
}

describe("who is below a parent that opens", () => {
  test("is named a member, behind it, as soon as it is disconnected; and its incident looks, once", async () => {
    const { setting, members, looks } = await fold([
      leaf(),
      connection(device("leaf-2"), STATES.suspect),
      connection(device("leaf-3"), STATES.online),
      connection(device("leaf-4"), STATES.recovering),
      connection(module("gw", "sensor"), STATES.suspect),
      leaf("pump"),
    ]);
    expect(members).toEqual(["gw/sensor", "leaf-1", "leaf-2"]);
    expect(looks).toBe(1);
    const one = await stored(setting, device("leaf-2"));
    expect(one).toEqual({ ...connection(device("leaf-2"), STATES.suspect), incidents: { outage: folded } });
  });

  test("is out since the start of its outage, where it dropped again before it had recovered", async () => {
    const outage = leaf().head.cause;
    if (outage === undefined) throw new Error("something began it");
    const head = { ...leaf().head, since: T0 + 9, outage: { cause: outage, since: T0 - 9 } };
    const { setting } = await fold([leaf("leaf-1", { head })]);
    expect((await stored(setting, device("leaf-1"))).incidents.outage?.outAt).toBe(T0 - 9);
  });

  test("nobody: nothing is looked at", async () => {
    expect(await fold([])).toMatchObject({ members: [], looks: 0 });
    expect(await fold([connection(device("leaf-1"), STATES.online)])).toMatchObject({
      members: [],
      looks: 0,
    });
  });

  test("twice: nothing is written the second time, and its incident looks again", async () => {
    const { setting } = await fold([leaf()]);
    const before = await setting.store.connections.read(device("leaf-1"));
    setting.now = NOW + 99;
    const deps = { ...setting.deps, policy: { ...POLICY, topology: [LEAVES] } };
    await foldInChildren(deps, GW, { incident: ID, isGateway: true });
    expect(await setting.store.connections.read(device("leaf-1"))).toEqual(before);
    expect(setting.notifications).toHaveLength(2);
  });

  test.each<[string, Connection["incidents"], boolean]>([
    [
      "is in one of its own: it stays there",
      { outage: { id: "contoso-hub!x!1", outAt: T0, noticedAt: T0 } },
      false,
    ],
    ["is behind another one: it stays there", { outage: { ...folded, id: "contoso-hub!x!1" } }, false],
    ["came back from another one", { outage: { ...folded, id: "contoso-hub!x!1", backAt: T0 } }, true],
    ["left another one", { outage: { ...folded, id: "contoso-hub!x!1", goneAt: T0 } }, true],
    ["flaps as well", { flapping: { id: "contoso-hub!x!:flapping!1", outAt: T0, noticedAt: T0 } }, true],
  ])("%s", async (_title, incidents, joins) => {
    const { setting, members, looks } = await fold([leaf("leaf-1", { incidents })]);
    expect([members, looks]).toEqual(joins ? [["leaf-1"], 1] : [[], 0]);
    const outage = joins ? folded : incidents.outage;
    expect((await stored(setting, device("leaf-1"))).incidents).toEqual({ ...incidents, outage });
  });

  test("is a member again, where it left this one: its first outage is kept in mind", async () => {
    const former: Membership = { ...folded, outAt: T0 - 9, goneAt: T0 - 1 };
    const { setting, members } = await fold([leaf("leaf-1", { incidents: { outage: former } })]);
    expect(members).toEqual(["leaf-1"]);
    const outage = { ...folded, firstOutAt: T0 - 9 };
    expect((await stored(setting, device("leaf-1"))).incidents).toEqual({ outage });
  });

  test.each<[string, Connection]>([
    ["is disabled", leaf("leaf-1", { registry: { at: T0, enabled: false } })],
    ["is a gateway itself, whose modules tell of it", leaf("leaf-1", { edge: { hub: { out: false } } })],
    ["is on another hub", connection(device("leaf-1", "other"), STATES.offline)],
  ])("is not who %s", async (_title, one) => {
    expect(await fold([one])).toMatchObject({ members: [], looks: 0 });
  });

  test.each([
    ["is out too", STATES.offline, ["leaf-1"]],
    ["is connected", STATES.online, []],
    ["waits", STATES.suspect, []],
  ])("and below another one, which %s", async (_title, state, names) => {
    const topology = [LEAVES, { parent: "b", children: ["leaf-1"] }];
    const { members } = await fold([leaf(), connection(device("b"), state)], { topology });
    expect(members).toEqual(names);
  });
});

describe("what is below those", () => {
  const lower = { parent: "leaf-1", children: ["deep-*"] };
  const deep = leaf("deep-1");

  test.each<[string, readonly Connection[], readonly string[]]>([
    ["a device", [leaf()], ["deep-1", "leaf-1"]],
    [
      "a gateway by its hub, with its modules",
      [
        connection(device("leaf-1"), STATES.new, { edge: { agent: { out: false }, hub: { out: false } } }),
        connection(module("leaf-1", "$edgeHub"), STATES.suspect),
        connection(module("leaf-1", "m"), STATES.suspect),
      ],
      ["deep-1", "leaf-1/$edgeHub", "leaf-1/m"],
    ],
    [
      "no gateway whose agent alone is out",
      [
        connection(device("leaf-1"), STATES.new, { edge: { agent: { out: false }, hub: { out: false } } }),
        connection(module("leaf-1", "$edgeHub"), STATES.online),
        connection(module("leaf-1", "$edgeAgent"), STATES.suspect),
      ],
      ["leaf-1/$edgeAgent"],
    ],
    ["no device that is connected", [connection(device("leaf-1"), STATES.online)], []],
  ])("is out with it: %s", async (_title, between, names) => {
    const { members, looks } = await fold([...between, deep], { topology: [LEAVES, lower] });
    expect(members).toEqual(names);
    expect(looks).toBe(names.length === 0 ? 0 : 1);
  });

  test("comes to an end, where the registry goes round in a circle", async () => {
    const registry = (parent: string): Partial<Connection> => ({
      registry: { at: T0, enabled: true, parent },
    });
    const topology = [
      { parent: "gw", children: ["a"] },
      { parent: "a", children: ["b"] },
      { parent: "b", children: ["a"] },
    ];
    const { members } = await fold([leaf("a", registry("b")), leaf("b", registry("a"))], { topology });
    expect(members).toContain("a");
  });
});

describe("an incident of flapping", () => {
  const into = { id: FLAPPING_ID };
  const behind = { ...folded, id: FLAPPING_ID };

  test("takes those who are in none", async () => {
    const { setting, members } = await fold([leaf()], { into });
    expect(members).toEqual(["leaf-1"]);
    expect((await stored(setting, device("leaf-1"))).incidents).toEqual({ flapping: behind });
  });

  test.each<[string, Connection["incidents"]]>([
    ["one of outages", { outage: { id: "contoso-hub!x!1", outAt: T0, noticedAt: T0 } }],
    ["another one of flapping", { flapping: { id: "contoso-hub!x!:flapping!1", outAt: T0, noticedAt: T0 } }],
  ])("leaves those alone who are in %s", async (_title, incidents) => {
    const { setting } = await fold([leaf("leaf-1", { incidents })], { into });
    expect((await stored(setting, device("leaf-1"))).incidents).toEqual(incidents);
  });
});

describe("others at work meanwhile", () => {
  const resolved: Incident["state"] = { name: "resolved", at: NOW, outcome: "recovered" };

  test("an incident that is over by then keeps nobody: each goes on by itself, where it is out", async () => {
    const { setting, members, looks } = await fold([leaf(), connection(device("leaf-2"), STATES.suspect)], {
      into: { state: resolved },
    });
    expect([members, looks]).toEqual([[], 0]);
    const [one, two] = [await stored(setting, device("leaf-1")), await stored(setting, device("leaf-2"))];
    expect(one.incidents.outage).toEqual({ ...folded, goneAt: NOW });
    expect(one.owed).toMatchObject({ incident: true, rest: true });
    expect([two.incidents.outage?.goneAt, two.owed]).toEqual([NOW, undefined]);
  });

  /** Just before a leaf is written, it becomes another one. */
  const becoming =
    (now: Connection) =>
    (store: Store): Store => {
      let once = true;
      return {
        ...store,
        connections: {
          ...store.connections,
          replace: async (one, version) => {
            if (once) await store.connections.replace(now, version);
            once = false;
            return store.connections.replace(one, version);
          },
        },
      };
    };

  test("who connects at that moment is no member", async () => {
    const online = connection(device("leaf-1"), STATES.online);
    const { setting, members, looks } = await fold([leaf()], { disturb: becoming(online) });
    expect([members, looks]).toEqual([[], 0]);
    expect(await stored(setting, device("leaf-1"))).toEqual(online);
  });

  test("what somebody else writes at that moment is kept", async () => {
    const seen = leaf("leaf-1", { lastSeenAt: NOW });
    const { setting, members } = await fold([leaf()], { disturb: becoming(seen) });
    expect(members).toEqual(["leaf-1"]);
    expect(await stored(setting, device("leaf-1"))).toEqual({ ...seen, incidents: { outage: folded } });
  });
});
