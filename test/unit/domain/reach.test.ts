import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Connection, ConnectionState, Membership } from "../../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import type { ConnectionEvent } from "../../../functions/domain/evidence.ts";
import {
  REACHABLE,
  freshGraceUntil,
  joiningOf,
  reachByState,
  reachByVerdict,
  reachOf,
} from "../../../functions/domain/reach.ts";
import type { Reach } from "../../../functions/domain/reach.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import type { Edge } from "../../../functions/domain/topology.ts";
import { IDENTITY, SETTINGS, T0, down, play, seq, up } from "./histories.ts";
import { POLICY } from "./policies.ts";

const min = (count: number): number => T0 + count * MINUTE_MS;
const NOW = min(30);
const GRACE_MS = 5 * MINUTE_MS;
const PUSH_MS = 90 * SECOND_MS;

const part: Membership = { id: "contoso-hub!gw!000001", outAt: min(20), noticedAt: min(25) };
const OWED = { since: min(25), records: [], archive: [], incident: true };
const flaps: Membership = { ...part, id: "contoso-hub!gw!:flapping!000001" };

/** What is of these events at a minute, every timer executed, and all paid that was owed. */
function after(minute: number, ...events: readonly ConnectionEvent[]): Connection {
  const connection = play(events, (index) => events[index]?.at ?? T0);
  return { ...decide(connection, { kind: "sweep" }, SETTINGS, min(minute)).next, owed: undefined };
}
const downAt = (number: number, minute: number): ConnectionEvent => down(number, minute * MINUTE_MS);
const upAt = (number: number, minute: number): ConnectionEvent => up(number, minute * MINUTE_MS);

describe("a connection, for those below it", () => {
  const reach = (connection: Connection, now = NOW): Reach => reachByState(connection, POLICY, now);

  test.each<ConnectionState>([{ name: "new" }, { name: "deleted", at: min(20) }])(
    "that is $name leaves them reachable",
    (state) => {
      expect(reach({ ...unknownConnection(IDENTITY), state, incidents: { outage: part } })).toEqual(
        REACHABLE,
      );
    },
  );

  test("that is connected leaves them reachable", () => {
    expect(reach(after(30, upAt(1, 0)))).toEqual({ name: "reachable", returnedAt: undefined });
  });

  test("that is offline leaves them unreachable, since its disconnect", () => {
    expect(reach(after(30, upAt(1, 0), downAt(2, 20)))).toEqual({ name: "out", since: min(20) });
  });

  test.each<[string, Connection["incidents"], string | undefined]>([
    ["its outage", { outage: part }, part.id],
    ["its flapping", { flapping: flaps }, flaps.id],
    ["its outage rather than its flapping", { outage: part, flapping: flaps }, part.id],
    ["none that is over for it", { outage: { ...part, goneAt: min(22) } }, undefined],
    ["its flapping, if its outage is over", { outage: { ...part, backAt: 1 }, flapping: flaps }, flaps.id],
  ])("that is offline names the incident of %s", (_title, incidents, incident) => {
    const connection = { ...after(30, upAt(1, 0), downAt(2, 20)), incidents };
    expect(reach(connection)).toEqual({ name: "out", since: min(20), incident });
  });

  test.each<[string, Partial<Connection>, true | undefined]>([
    ["owes one", { owed: OWED }, true],
    ["owes something else", { owed: { ...OWED, incident: false } }, undefined],
    ["is in one already", { owed: OWED, incidents: { flapping: flaps } }, undefined],
    ["left one, and owes the next", { owed: OWED, incidents: { outage: { ...part, goneAt: 1 } } }, true],
  ])("that is offline is about to join an incident, or not: it %s", (_title, more, isJoining) => {
    const told = reach({ ...after(30, upAt(1, 0), downAt(2, 20)), ...more });
    expect(told).toMatchObject({ name: "out", since: min(20) });
    expect("isJoining" in told ? told.isJoining : undefined).toBe(isJoining);
  });

  test("that is connected again, but not for long enough, lets them connect since then", () => {
    const connection = after(30, upAt(1, 0), downAt(2, 20), upAt(3, 29));
    expect(connection.state.name).toBe("recovering");
    expect(reach(connection)).toEqual({ name: "reachable", returnedAt: min(29) });
  });

  test("that came back lets them connect since its connect, not since its recovery was over", () => {
    const connection = after(30, upAt(1, 0), downAt(2, 10), upAt(3, 20));
    expect(connection.state.name).toBe("online");
    expect(reach(connection)).toEqual({ name: "reachable", returnedAt: min(20) });
  });

  test("that came back after its last outage, and dropped for a moment since, did so then", () => {
    const events = [upAt(1, 0), downAt(2, 10), upAt(3, 20), downAt(4, 25), upAt(5, 26)];
    expect(reach(after(30, ...events))).toEqual({ name: "reachable", returnedAt: min(20) });
  });

  test("that only dropped for a moment was never out", () => {
    const connection = after(30, upAt(1, 0), downAt(2, 20), upAt(3, 24));
    expect(reach(connection)).toEqual({ name: "reachable", returnedAt: undefined });
  });

  test("that is inside its grace lets them wait for its deadline", () => {
    expect(reach(after(30, upAt(1, 0), downAt(2, 28)))).toEqual({ name: "waiting", until: min(33) });
  });

  test("that dropped again after it came back lets them wait, and says when it did", () => {
    const connection = after(30, upAt(1, 0), downAt(2, 10), upAt(3, 20), downAt(4, 28));
    expect(reach(connection)).toEqual({ name: "waiting", until: min(33), returnedAt: min(20) });
  });
});

describe("a device's document, for those below it", () => {
  const since = min(20);
  const out = { out: true, since, incident: "i", returnedAt: min(1) } as const;
  const back = { out: false, returnedAt: min(25) } as const;
  const gateway = (edge: Edge, more: Partial<Connection> = {}): Connection => ({
    ...unknownConnection(IDENTITY),
    edge,
    ...more,
  });
  const reach = (device: Connection | undefined): Reach => reachByVerdict(device, POLICY, NOW);

  test("that nobody has leaves them reachable", () => {
    expect(reach(undefined)).toEqual(REACHABLE);
  });

  test.each<[string, Edge, Reach]>([
    ["by its hub, which is out", { hub: out, agent: back }, { name: "out", since, incident: "i" }],
    ["by its hub, which is not out", { hub: back, agent: out }, { name: "reachable", returnedAt: min(25) }],
    ["by its agent, where it has no hub", { agent: out }, { name: "out", since, incident: "i" }],
    ["though nobody knows since when", { hub: { out: true } }, { name: "out", since: 0 }],
  ])("tells %s", (_title, edge, told) => {
    expect(reach(gateway(edge))).toEqual(told);
  });

  test("of one that is no gateway tells what the device itself is", () => {
    const offline = after(30, upAt(1, 0), downAt(2, 20));
    expect(reach(offline)).toEqual({ name: "out", since });
    expect(reach({ ...offline, edge: {} })).toEqual({ name: "out", since });
  });

  test("of one that is disabled leaves them reachable, whatever it is", () => {
    const registry = { at: T0, enabled: false };
    expect(reach(gateway({ hub: out }, { registry }))).toEqual(REACHABLE);
    expect(reach({ ...after(30, upAt(1, 0), downAt(2, 20)), registry })).toEqual(REACHABLE);
    expect(reach(gateway({ hub: out }, { registry: { ...registry, enabled: true } })).name).toBe("out");
  });
});

describe("several together", () => {
  const reachable = (returnedAt?: number): Reach => ({ name: "reachable", returnedAt });
  const waiting = (until: number, returnedAt?: number): Reach => ({ name: "waiting", until, returnedAt });
  const out = (since: number, incident?: string): Reach => ({ name: "out", since, incident });
  const joining = (since: number): Reach => ({ name: "out", since, isJoining: true });

  test.each<[string, readonly Reach[], Reach]>([
    ["none: reachable", [], reachable()],
    ["all out: since the last of them", [out(1, "a"), out(3, "b"), out(2, "c")], out(3, "a")],
    ["all out: in the incident of the first that has one", [out(1), out(3, "b"), out(2, "c")], out(3, "b")],
    ["all out, none in an incident", [out(1), out(2)], out(2)],
    ["one reachable: reachable, and never left", [out(1), reachable()], reachable()],
    ["one reachable that came back: so did all of them", [out(1), reachable(7)], reachable(7)],
    ["the first that came back ended it", [reachable(9), reachable(7), reachable(8)], reachable(7)],
    ["one of them never was out: nothing ended", [reachable(9), reachable()], reachable()],
    ["one waits, and the others are reachable", [waiting(5), reachable(7)], reachable(7)],
    ["one waits, and the others are out: until its deadline", [out(1, "a"), waiting(5, 2)], waiting(5, 2)],
    ["several wait: until the last deadline", [waiting(5, 3), waiting(9, 2), waiting(7, 4)], waiting(9, 2)],
    ["several wait, and one of them never was out", [waiting(5, 3), waiting(9)], waiting(9)],
  ])("%s", (_title, parents, together) => {
    expect(reachOf(parents)).toEqual(together);
  });

  test.each<[string, readonly Reach[], Reach]>([
    ["one of them", [out(1), joining(3)], joining(3)],
    ["one that was out before the others", [joining(1), out(3)], joining(3)],
    ["one, but another one is in an incident", [joining(1), out(3, "a")], out(3, "a")],
    ["one, but another one is reachable", [joining(1), reachable()], reachable()],
  ])("all out, about to join an incident: %s", (_title, parents, together) => {
    expect(reachOf(parents)).toEqual(together);
  });

  test("one alone is what it is", () => {
    for (const one of [
      reachable(),
      reachable(7),
      waiting(5),
      waiting(5, 2),
      out(1),
      joining(1),
      out(1, "a"),
    ]) {
      expect(reachOf([one])).toEqual(one);
    }
  });

  const instant = fc.integer({ min: 1, max: 20 });
  const some = fc.option(instant, { nil: undefined });
  const any: fc.Arbitrary<Reach> = fc.oneof(
    some.map(reachable),
    fc.tuple(instant, some).map(([until, returnedAt]) => waiting(until, returnedAt)),
    fc.tuple(instant, fc.constantFrom(undefined, "a", "b")).map(([since, id]) => out(since, id)),
  );
  const GRAVITY = { reachable: 0, waiting: 1, out: 2 } as const;

  test("are as bad as the best of them, and one more never makes them worse", () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 5 }), any, (parents, another) => {
        const gravity = GRAVITY[reachOf(parents).name];
        expect(gravity).toBe(Math.min(...parents.map(({ name }) => GRAVITY[name])));
        expect(GRAVITY[reachOf([...parents, another]).name]).toBeLessThanOrEqual(gravity);
      }),
    );
  });
});

describe("the grace that it has anew", () => {
  test.each<[string, Reach, number | undefined]>([
    ["runs from the return on", { name: "reachable", returnedAt: min(26) }, min(31)],
    [
      "runs though what it is behind dropped again",
      { name: "waiting", until: min(40), returnedAt: min(26) },
      min(31),
    ],
    ["is over at its end", { name: "reachable", returnedAt: min(25) }, undefined],
    ["runs until a moment before", { name: "reachable", returnedAt: min(25) + 1 }, NOW + 1],
    ["does not run where nothing came back", { name: "reachable" }, undefined],
    ["does not run while it is out", { name: "out", since: min(28) }, undefined],
  ])("%s", (_title, reach, until) => {
    expect(freshGraceUntil(reach, GRACE_MS, NOW)).toBe(until);
  });
});

describe("who is out and in no incident", () => {
  const OFFLINE = { name: "offline", since: min(20), cause: seq(2) } as const;
  const once = { outAt: min(20), until: min(29) };
  const joining = (reach: Reach, held?: Connection["held"]): unknown =>
    joiningOf({ state: OFFLINE, held }, reach, GRACE_MS, NOW);
  const own = { name: "own" };
  const pushed = (until: number, because: string): unknown => ({ name: "held", until, because });

  test("joins its own incident where nothing above it is amiss", () => {
    expect(joining(REACHABLE)).toEqual(own);
    expect(joining(REACHABLE, once)).toEqual(own);
  });

  test("joins that which tells of what it is behind, also after it has waited", () => {
    const reach: Reach = { name: "out", since: min(1), incident: "i" };
    expect(joining(reach)).toEqual({ name: "behind", incident: "i" });
    expect(joining(reach, once)).toEqual({ name: "behind", incident: "i" });
  });

  test("waits once for what it is behind to be in one", () => {
    const reach: Reach = { name: "out", since: min(1) };
    expect(joining(reach)).toEqual(pushed(NOW + PUSH_MS, "parentOut"));
    expect(joining(reach, once)).toEqual(own);
  });

  test("waits, however often it has waited, for one that is held itself, and 90 s more", () => {
    const reach: Reach = { name: "out", since: min(1), heldUntil: min(33) };
    expect(joining(reach)).toEqual(pushed(min(33) + PUSH_MS, "parentOut"));
    expect(joining(reach, once)).toEqual(pushed(min(33) + PUSH_MS, "parentOut"));
    expect(joining({ ...reach, heldUntil: NOW }, once)).toEqual(own);
  });

  test("waits for one that is about to be in one, however often it has waited", () => {
    const reach: Reach = { name: "out", since: min(1), isJoining: true };
    expect(joining(reach)).toEqual(pushed(NOW + 5 * SECOND_MS, "parentOut"));
    expect(joining(reach, once)).toEqual(pushed(NOW + 5 * SECOND_MS, "parentOut"));
  });

  test("waits once for the deadline of what it is behind, and 90 s more", () => {
    const reach: Reach = { name: "waiting", until: min(33) };
    expect(joining(reach)).toEqual(pushed(min(33) + PUSH_MS, "parentWaits"));
    expect(joining(reach, once)).toEqual(own);
  });

  test("waits 90 s from now for a deadline that has passed, and was not executed", () => {
    const reach: Reach = { name: "waiting", until: min(29) };
    expect(joining(reach)).toEqual(pushed(NOW + PUSH_MS, "parentWaits"));
  });

  test("that waited in another outage waits in this one", () => {
    const former = { ...once, outAt: min(19) };
    expect(joining({ name: "waiting", until: min(33) }, former)).toEqual(
      pushed(min(33) + PUSH_MS, "parentWaits"),
    );
  });

  test("waits for the end of its fresh grace, however often it has waited", () => {
    const reach: Reach = { name: "reachable", returnedAt: min(28) };
    expect(joining(reach)).toEqual(pushed(min(33), "freshGrace"));
    expect(joining(reach, once)).toEqual(pushed(min(33), "freshGrace"));
    expect(joining({ name: "waiting", until: min(34), returnedAt: min(28) })).toEqual(
      pushed(min(33), "freshGrace"),
    );
  });

  test.each<ConnectionState>([
    { name: "suspect", since: min(20), cause: seq(2), deadline: min(40) },
    { name: "online", since: min(20), cause: seq(2) },
  ])("is who is offline: what is $name was not held", (state) => {
    const reach: Reach = { name: "waiting", until: min(33) };
    expect(joiningOf({ state, held: once }, reach, GRACE_MS, NOW)).toEqual(
      pushed(min(33) + PUSH_MS, "parentWaits"),
    );
  });
});
