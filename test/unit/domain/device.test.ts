import { describe, expect, it } from "vitest";

import type { Connection, ConnectionState, Head, StateName } from "../../../functions/domain/connection.ts";
import { deviceRow, verdictOf } from "../../../functions/domain/device.ts";
import { parseSequence } from "../../../functions/domain/sequence.ts";
import type { Sequence } from "../../../functions/domain/sequence.ts";

const HEAD: Head = { link: "none", since: 0, clock: 0, drops: 0, outages: 0 };
const AGENT = "$edgeAgent";
const HUB = "$edgeHub";

function sequenceOf(text: string): Sequence {
  const sequence = parseSequence(text);
  if (sequence === undefined) throw new Error(`${text} is no sequence number`);
  return sequence;
}

function stateOf(name: StateName, since: number): ConnectionState {
  const cause = sequenceOf("1");
  switch (name) {
    case "new":
      return { name, registeredAt: since };
    case "deleted":
      return { name, at: since };
    case "suspect":
      return { name, since, cause, deadline: since + 300 };
    case "recovering":
      return { name, since, cause, offlineSince: since - 50, deadline: since + 90 };
    case "online":
    case "offline":
      return { name, since, cause };
    default:
      return name satisfies never;
  }
}

/** A connection of `d1`: of the device where `moduleId` is undefined. */
function connection(
  moduleId: string | undefined,
  name: StateName,
  since: number,
  more: Partial<Connection> = {},
): Connection {
  const identity =
    moduleId === undefined ? { hub: "h", deviceId: "d1" } : { hub: "h", deviceId: "d1", moduleId };
  return {
    identity,
    state: stateOf(name, since),
    base: HEAD,
    recent: [],
    head: HEAD,
    incidents: {},
    ...more,
  };
}

const member = (id: string): Partial<Connection> => ({
  incidents: { outage: { id, outAt: 0, noticedAt: 0 } },
});

describe("a device without modules", () => {
  it.each<[StateName, number | undefined]>([
    ["new", undefined],
    ["online", undefined],
    ["suspect", 400],
    ["offline", undefined],
    ["recovering", 190],
    ["deleted", undefined],
  ])("that is %s shows so", (name, deadline) => {
    const head = { ...HEAD, lastConnectedAt: 7, lastDisconnectedAt: 8 };
    const own = connection(undefined, name, 100, { head, lastSeenAt: 9, ...member("i1") });
    expect(deviceRow([own])).toEqual({
      hub: "h",
      deviceId: "d1",
      state: name,
      since: 100,
      deadline,
      lastConnectedAt: 7,
      lastDisconnectedAt: 8,
      lastSeenAt: 9,
      incidentId: "i1",
      gateway: undefined,
      connections: [own],
    });
  });

  it("of which nothing but its existence is known has no times", () => {
    const own = { ...connection(undefined, "new", 0), state: { name: "new" as const } };
    const { since, deadline, lastConnectedAt, lastDisconnectedAt, lastSeenAt, incidentId } = deviceRow([own]);
    const times = [since, deadline, lastConnectedAt, lastDisconnectedAt, lastSeenAt, incidentId];
    expect(times.every((time) => time === undefined)).toBe(true);
  });

  it("cannot be made of nothing", () => {
    expect(() => deviceRow([])).toThrow(RangeError);
  });
});

describe("a device with modules", () => {
  it("speaks for itself, whatever its modules are", () => {
    const own = connection(undefined, "online", 100, { lastSeenAt: 5 });
    const module = connection("m", "offline", 200, { lastSeenAt: 6, head: { ...HEAD, lastConnectedAt: 3 } });
    const row = deviceRow([own, module]);
    expect(row).toMatchObject({ state: "online", since: 100, lastSeenAt: 5, gateway: undefined });
    expect(row.lastConnectedAt).toBeUndefined();
    expect(row.connections).toEqual([own, module]);
  });

  it("names the incident of a module when it is in none itself", () => {
    const modules = [connection("m", "offline", 1), connection("n", "offline", 2, member("i2"))];
    expect(deviceRow([connection(undefined, "online", 0), ...modules]).incidentId).toBe("i2");
  });

  it("that was deleted stays so beside a module that is late", () => {
    expect(deviceRow([connection(undefined, "deleted", 5), connection("m", "online", 1)]).state).toBe(
      "deleted",
    );
  });
});

/** From the best to the worst; `deleted` speaks only when nothing else does. */
const FROM_BEST: StateName[] = ["deleted", "online", "new", "suspect", "recovering", "offline"];

describe("a device of which only modules are known", () => {
  const pairs = FROM_BEST.flatMap((worse, index) =>
    FROM_BEST.slice(0, index).map((better) => ({ better, worse })),
  );

  it.each(pairs)("is $worse, since that, with one $better and one $worse", ({ better, worse }) => {
    const modules = [connection("m", better, 900), connection("n", worse, 100), connection("o", better, 50)];
    for (const given of [modules, modules.toReversed()]) {
      expect(deviceRow(given)).toMatchObject({ state: worse, since: 100, gateway: undefined });
    }
  });

  it.each<[StateName, number]>([
    ["offline", 100],
    ["suspect", 100],
    ["recovering", 300],
    ["online", 300],
    ["new", 300],
    ["deleted", 300],
  ])("is %s since its first module is, if that is bad, and else since its last is", (name, since) => {
    const modules = [connection("m", name, 200), connection("n", name, 100), connection("o", name, 300)];
    for (const given of [modules, modules.toReversed()]) expect(deviceRow(given)).toMatchObject({ since });
  });

  it("has the greatest times of its living modules, and was seen when any was", () => {
    const row = deviceRow([
      connection("m", "offline", 1, {
        head: { ...HEAD, lastConnectedAt: 5, lastDisconnectedAt: 2 },
        lastSeenAt: 5,
      }),
      connection("n", "online", 1, { head: { ...HEAD, lastConnectedAt: 4 } }),
      connection("o", "deleted", 1, { head: { ...HEAD, lastConnectedAt: 9 }, lastSeenAt: 9 }),
    ]);
    expect(row).toMatchObject({ lastConnectedAt: 5, lastDisconnectedAt: 2, lastSeenAt: 9 });
  });
});

describe("a gateway", () => {
  const states = ["missing", "deleted", "online", "new", "suspect", "recovering", "offline"] as const;
  /** Rows: `$edgeAgent`; columns: `$edgeHub`; both in the order of `states`. `-` is no gateway at all. */
  const table = `
    -                -               online/none     new/none        suspect/none    recovering/none offline/edgeHub
    -                -               online/none     new/none        suspect/none    recovering/none offline/edgeHub
    online/none      online/none     online/none     new/none        suspect/none    recovering/none offline/edgeHub
    new/none         new/none        new/none        new/none        suspect/none    recovering/none offline/edgeHub
    suspect/none     suspect/none    suspect/none    suspect/none    suspect/none    recovering/none offline/edgeHub
    recovering/none  recovering/none recovering/none recovering/none recovering/none recovering/none offline/edgeHub
    offline/edgeAgent offline/edgeAgent offline/edgeAgent offline/edgeAgent offline/edgeAgent offline/edgeAgent offline/site`;
  const cells = table
    .trim()
    .split("\n")
    .flatMap((line, row) =>
      line
        .trim()
        .split(/\s+/)
        .map((expected, column) => ({ agent: states[row], hub: states[column], expected })),
    );
  const modules = (
    agent: (typeof states)[number] | undefined,
    hub: (typeof states)[number] | undefined,
  ): Connection[] => [
    ...(agent === "missing" || agent === undefined ? [] : [connection(AGENT, agent, 100)]),
    ...(hub === "missing" || hub === undefined ? [] : [connection(HUB, hub, 200)]),
  ];

  const gateways = cells.filter(({ expected }) => expected !== "-");
  const others = cells.filter(({ expected }) => expected === "-");

  it("has a table of 49 combinations", () => {
    expect(cells).toHaveLength(49);
    expect(others).toHaveLength(4);
  });

  it.each(gateways)("agent $agent, hub $hub: $expected", ({ agent, hub, expected }) => {
    const own = connection(undefined, "new", 50);
    const sensor = connection("sensor", "offline", 10);
    const { state, gateway } = deviceRow([own, ...modules(agent, hub), sensor]);
    expect(`${state}/${gateway?.verdict}`).toBe(expected);
    expect(gateway?.agent ?? "missing").toBe(agent);
    expect(gateway?.hub ?? "missing").toBe(hub);
  });

  it.each(others)("is no gateway with agent $agent, hub $hub", ({ agent, hub }) => {
    const row = deviceRow([connection(undefined, "new", 50), ...modules(agent, hub)]);
    expect(row).toMatchObject({ state: "new", since: 50, gateway: undefined });
  });

  it.each(gateways)("needs no device document: agent $agent, hub $hub", ({ agent, hub }) => {
    const row = deviceRow(modules(agent, hub));
    const beside = deviceRow([connection(undefined, "offline", 1), ...modules(agent, hub)]);
    expect({ ...beside, connections: [] }).toEqual({ ...row, connections: [] });
  });

  it("has its times from the module that is worse", () => {
    const row = deviceRow([connection(AGENT, "suspect", 100), connection(HUB, "recovering", 200)]);
    expect(row).toMatchObject({ state: "recovering", since: 200, deadline: 290 });
  });

  it("is out since the first of two that are out, and back since the last of two that are back", () => {
    expect(deviceRow(modules("offline", "offline")).since).toBe(100);
    expect(deviceRow(modules("online", "online")).since).toBe(200);
  });

  it("has the times of its system modules, and was seen when anything of it was", () => {
    const row = deviceRow([
      connection(undefined, "new", 0, { head: { ...HEAD, lastConnectedAt: 99 } }),
      connection(AGENT, "online", 0, {
        head: { ...HEAD, lastConnectedAt: 5, lastDisconnectedAt: 2 },
        lastSeenAt: 5,
      }),
      connection(HUB, "online", 0, {
        head: { ...HEAD, lastConnectedAt: 4, lastDisconnectedAt: 3 },
        lastSeenAt: 4,
      }),
      connection("sensor", "online", 0, { head: { ...HEAD, lastConnectedAt: 8 }, lastSeenAt: 8 }),
    ]);
    expect(row).toMatchObject({ lastConnectedAt: 5, lastDisconnectedAt: 3, lastSeenAt: 8 });
  });

  it("names the incident of the module that is worse", () => {
    const agent = connection(AGENT, "online", 1, member("former"));
    const hub = connection(HUB, "offline", 2, member("present"));
    expect(deviceRow([agent, hub]).incidentId).toBe("present");
    expect(deviceRow([agent, connection(HUB, "offline", 2)]).incidentId).toBe("former");
  });
});

describe("the verdict", () => {
  it("needs both system modules for the site, and believes the one that is there", () => {
    expect(verdictOf("offline", "offline")).toBe("site");
    expect(verdictOf(undefined, "offline")).toBe("edgeHub");
    expect(verdictOf("offline", undefined)).toBe("edgeAgent");
    expect(verdictOf(undefined, undefined)).toBe("none");
  });
});
