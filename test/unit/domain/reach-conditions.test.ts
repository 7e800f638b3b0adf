/** What an identity is called by what it is behind, and by the registry. */
import { describe, expect, test } from "vitest";
import { conditionsOf } from "../../../functions/domain/condition.ts";
import type { Condition } from "../../../functions/domain/condition.ts";
import type { Connection, ConnectionState } from "../../../functions/domain/connection.ts";
import { unknownConnection } from "../../../functions/domain/decide.ts";
import type { Reach } from "../../../functions/domain/reach.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { IDENTITY, SETTINGS, T0, down, play, seq, up } from "./histories.ts";

const min = (count: number): number => T0 + count * MINUTE_MS;
const NOW = min(30);
const OUT: Reach = { name: "out", since: min(20) };
const UNREACHABLE = [{ name: "unreachable" }];
const DISABLED = [{ name: "disabled" }];

const connected = play([up(1, 0)], () => T0);
const disconnected = play([up(1, 0), down(2, 20 * MINUTE_MS)], (index) => min(20 * index));
const conditions = (one: Connection, reach?: Reach, now = NOW): Condition[] =>
  conditionsOf(one, SETTINGS, now, reach);

describe("unreachable", () => {
  test("is who is disconnected while what it is behind is out, and nobody else", () => {
    expect(conditions(disconnected, OUT)).toEqual(UNREACHABLE);
    expect(conditions(connected, OUT)).toEqual([]);
    expect(conditions(disconnected)).toEqual([]);
    expect(conditions(disconnected, { name: "waiting", until: min(40) })).toEqual([]);
  });

  test.each<[string, Reach]>([
    ["that came back", { name: "reachable", returnedAt: min(26) }],
    ["that came back and waits again", { name: "waiting", until: min(40), returnedAt: min(26) }],
  ])("lasts until the grace is over that begins as that is back: %s", (_title, reach) => {
    const until = min(31);
    expect(conditions(disconnected, reach)).toEqual([{ name: "unreachable", until }]);
    expect(conditions(disconnected, reach, until - 1)).toEqual([{ name: "unreachable", until }]);
    expect(conditions(disconnected, reach, until)).toEqual([]);
    expect(conditions(connected, reach)).toEqual([]);
  });

  test.each<ConnectionState>([{ name: "new" }, { name: "deleted", at: min(20) }])(
    "is nobody who has no life: $name",
    (state) => {
      expect(conditions({ ...disconnected, state }, OUT)).toEqual([]);
    },
  );

  test("is no gateway's own identity, of which its modules tell", () => {
    expect(conditions({ ...disconnected, edge: { hub: { out: true } } }, OUT)).toEqual([]);
    const module = { ...disconnected, identity: { ...IDENTITY, moduleId: "$edgeHub" } };
    expect(conditions(module, OUT)).toEqual(UNREACHABLE);
  });
});

describe("disabled", () => {
  const registry = { at: min(1), enabled: false };
  const states: ConnectionState[] = [
    { name: "new" },
    { name: "online", since: T0, cause: seq(1) },
    { name: "suspect", since: T0, cause: seq(1), deadline: NOW },
    { name: "offline", since: T0, cause: seq(1) },
    { name: "recovering", since: T0, cause: seq(1), offlineSince: T0, deadline: NOW },
  ];

  test.each(states)("is who the registry says is, whatever its state: $name", (state) => {
    const one = { ...unknownConnection(IDENTITY), state };
    expect(conditions({ ...one, registry })).toEqual(DISABLED);
    expect(conditions({ ...one, registry: { ...registry, enabled: true } })).toEqual([]);
    expect(conditions({ ...one, edge: { hub: { out: true } }, registry })).toEqual(DISABLED);
  });

  test("is nobody who is deleted", () => {
    const state = { name: "deleted", at: T0 } as const;
    expect(conditions({ ...unknownConnection(IDENTITY), state, registry })).toEqual([]);
  });

  test("stands beside what else is so, the last of them", () => {
    expect(conditions({ ...disconnected, registry }, OUT)).toEqual([...UNREACHABLE, ...DISABLED]);
  });
});
