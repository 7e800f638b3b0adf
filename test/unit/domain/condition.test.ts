import { describe, expect, test } from "vitest";
import { conditionsOf } from "../../../functions/domain/condition.ts";
import type { Condition } from "../../../functions/domain/condition.ts";
import type { Connection, ConnectionState } from "../../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { IDENTITY, SETTINGS, T0, down, play, up } from "./histories.ts";

const min = (count: number): number => T0 + count * MINUTE_MS;

/** Drops at these minutes, each half a minute long, all of them learnt as they came. */
function dropping(...minutes: readonly number[]): Connection {
  const events = minutes.flatMap((minute, index) => [
    down(index * 2 + 2, minute * MINUTE_MS),
    up(index * 2 + 3, (minute + 0.5) * MINUTE_MS),
  ]);
  return play([up(1, 0), ...events], (index) => events[index - 1]?.at ?? T0);
}
const toggling = (): Connection => dropping(10, 11, 12, 13);
const renewing = (): Connection => dropping(10, 75, 140);

const conditionsAt = (connection: Connection, minute: number): Condition[] =>
  conditionsOf(connection, SETTINGS, min(minute));
const flapping = { name: "flapping", since: min(10), drops: 4 };
const renewal = { name: "tokenRenewal", periodMs: 65 * MINUTE_MS };

describe("what is true of an identity beside its state", () => {
  test.each<[string, () => Connection, number, readonly unknown[]]>([
    ["nothing is known of it: nothing", () => unknownConnection(IDENTITY), 1, []],
    ["it dropped once: nothing", () => dropping(10), 11, []],
    ["it dropped too seldom: nothing", () => dropping(10, 15, 20, 25), 26, []],
    ["it drops often: that it flaps, how often since when", toggling, 14, [flapping]],
    ["it has been quiet since: nothing any more", toggling, 60, []],
    ["it drops in rhythm: by which period it renews its token", renewing, 141, [renewal]],
    ["it has not renewed for two periods: nothing any more", renewing, 270, []],
    [
      "it does both",
      () => dropping(10, 75, 140, 150, 151, 152, 153),
      154,
      [{ ...flapping, since: min(150) }, renewal],
    ],
  ])("%s", (_title, connection, minute, conditions) => {
    expect(conditionsAt(connection(), minute)).toEqual(conditions);
  });

  test("time alone can make it flap: a drop that lasts its grace weighs more", () => {
    const { next } = decide(dropping(10, 11), down(6, 12 * MINUTE_MS), SETTINGS, min(12));
    expect(conditionsAt(next, 16)).toEqual([]);
    expect(conditionsAt(next, 17)).toEqual([{ ...flapping, drops: 3 }]);
  });

  test("an outage that was told of under a shorter grace weighs what it did, though the policy waits longer", () => {
    const short = { ...SETTINGS, graceMs: 2 * MINUTE_MS };
    const dropped = decide(dropping(10, 11), down(6, 12 * MINUTE_MS), short, min(12)).next;
    const offline = decide(dropped, { kind: "sweep" }, short, min(14)).next;
    expect(conditionsAt(offline, 14)).toEqual([{ ...flapping, drops: 3 }]);
  });

  test.each<ConnectionState>([{ name: "new" }, { name: "deleted", at: min(14) }])(
    "nothing, where it has no life: $name",
    (state) => {
      expect(conditionsAt({ ...toggling(), state }, 14)).toEqual([]);
    },
  );
});
