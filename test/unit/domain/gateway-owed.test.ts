/** When a system module owes it to its device's document to be told of. */
import { describe, expect, test } from "vitest";
import type { Connection, Owed } from "../../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import type { Evidence } from "../../../functions/domain/evidence.ts";
import { owe } from "../../../functions/domain/owe.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { IDENTITY, SETTINGS, T0, down, up } from "./histories.ts";

const min = (count: number): number => T0 + count * MINUTE_MS;

interface Step {
  readonly at: number;
  readonly evidence: Evidence;
}
const connects = (number: number, minute: number): Step => ({
  at: min(minute),
  evidence: up(number, minute * MINUTE_MS),
});
const drops = (number: number, minute: number): Step => ({
  at: min(minute),
  evidence: down(number, minute * MINUTE_MS),
});
const sweep = (minute: number): Step => ({ at: min(minute), evidence: { kind: "sweep" } });
const deleted = (minute: number): Step => ({
  at: min(minute),
  evidence: { kind: "deleted", at: min(minute) },
});
const created = (minute: number): Step => ({
  at: min(minute),
  evidence: { kind: "created", at: min(minute) },
});

/** After which of these steps, each paid for before the next, something is owed to the device's document. */
function owing(moduleId: string | undefined, ...steps: readonly Step[]): boolean[] {
  const identity = moduleId === undefined ? IDENTITY : { ...IDENTITY, moduleId };
  let connection: Connection = unknownConnection(identity);
  return steps.map(({ at, evidence }) => {
    const { next } = decide({ ...connection, owed: undefined }, evidence, SETTINGS, at);
    connection = next;
    return next.owed?.edge === true;
  });
}

const LIFE = [
  connects(1, 0),
  drops(2, 10),
  connects(3, 12),
  drops(4, 20),
  sweep(25),
  connects(5, 30),
  sweep(32),
];

describe("a system module is owed to be told of", () => {
  test.each(["$edgeAgent", "$edgeHub"])("%s: when it is first heard of, is out, and is back", (moduleId) => {
    expect(owing(moduleId, ...LIFE)).toEqual([true, false, false, false, true, false, true]);
  });

  test.each([undefined, "sensor"])("not where it is none: %s", (moduleId) => {
    expect(owing(moduleId, ...LIFE)).not.toContain(true);
  });

  test("when it is registered, and not again as it connects", () => {
    expect(owing("$edgeHub", created(0), connects(1, 1))).toEqual([true, false]);
  });

  test("when it is deleted, and when it is there again", () => {
    expect(owing("$edgeHub", connects(1, 0), deleted(5), connects(2, 9))).toEqual([true, true, true]);
  });
});

describe("what is owed", () => {
  const nothing: Owed = { since: min(9), records: [], archive: [], incident: false };
  const old: Owed = { ...nothing, since: T0 };

  test.each<[string, Partial<Owed>]>([
    ["that an incident looks", { incident: true }],
    ["that one of flapping looks", { flapping: true }],
    ["that its device's document hears", { edge: true }],
  ])("is kept: %s", (_title, debt) => {
    expect(owe(undefined, { ...nothing, ...debt })).toEqual({ ...nothing, ...debt });
    expect(owe({ ...old, ...debt }, { ...nothing, incident: true })).toEqual({
      ...old,
      ...debt,
      incident: true,
    });
    expect(owe({ ...old, incident: true }, { ...nothing, ...debt })).toEqual({
      ...old,
      incident: true,
      ...debt,
    });
  });

  test("is that it was told of already, until it is paid", () => {
    const rest = { ...nothing, incident: true, rest: true } as const;
    expect(owe(old, rest)).toEqual({ ...old, incident: true, rest: true });
    expect(owe({ ...rest, since: T0 }, { ...nothing, edge: true })).toMatchObject({ rest: true, edge: true });
  });

  test("is nothing new, where nothing came of it", () => {
    expect(owe(undefined, nothing)).toBeUndefined();
    expect(owe(old, nothing)).toBe(old);
  });
});
