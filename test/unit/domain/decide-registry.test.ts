import { describe, expect, test } from "vitest";
import type { Connection } from "../../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import type { Decision } from "../../../functions/domain/decide.ts";
import type { RegistryRead } from "../../../functions/domain/evidence.ts";
import type { Reason } from "../../../functions/domain/reason.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { IDENTITY, SETTINGS, T0, down, play, up } from "./histories.ts";

const min = (count: number): number => T0 + count * MINUTE_MS;
const NOW = min(30);
const PART = { id: "contoso-hub!pump-1!000001", outAt: min(10), noticedAt: min(15) };

const read = (at: number, facts: { enabled?: boolean; parent?: string } = {}): RegistryRead => ({
  kind: "registry",
  at,
  enabled: facts.enabled ?? true,
  ...(facts.parent === undefined ? {} : { parent: facts.parent }),
});
const disabled = (at: number): RegistryRead => read(at, { enabled: false });

const after = (connection: Connection, ...reads: readonly RegistryRead[]): Connection =>
  reads.reduce((one, evidence) => decide(one, evidence, SETTINGS, NOW).next, connection);
const when = (connection: Connection, evidence: RegistryRead): Decision =>
  decide(connection, evidence, SETTINGS, NOW);

/** Offline since ten minutes after T0, all timers executed. */
function offline(): Connection {
  const events = [up(1, 0), down(2, 10 * MINUTE_MS)];
  const suspect = play(events, (index) => events[index]?.at ?? T0);
  const { owed: _owed, ...noticed } = decide(suspect, { kind: "sweep" }, SETTINGS, min(15)).next;
  return noticed;
}
const member = (): Connection => ({ ...offline(), incidents: { outage: PART, flapping: PART } });

describe("what the registry says", () => {
  test("is kept, with the moment at which it was read", () => {
    const { next, reason, transitions } = when(unknownConnection(IDENTITY), read(min(1), { parent: "gw" }));
    expect(next.registry).toEqual({ at: min(1), enabled: true, parent: "gw" });
    expect([reason, transitions, next.state]).toEqual(["registryRead", [], { name: "new" }]);
    expect(next.owed).toBeUndefined();
  });

  const BEFORE = read(min(2), { parent: "gw" });

  test.each<[string, RegistryRead]>([
    ["of another parent", read(min(3), { parent: "other" })],
    ["of none", read(min(3))],
    ["of its being disabled", read(min(3), { parent: "gw", enabled: false })],
  ])("is replaced by a later read, %s", (_title, evidence) => {
    const { next, reason } = when(after(offline(), BEFORE), evidence);
    const { kind: _kind, ...facts } = evidence;
    expect(next.registry).toEqual({ parent: undefined, ...facts });
    expect(reason).toBe("registryRead");
  });

  test.each<[string, RegistryRead, Reason]>([
    ["by the same that was read later", read(min(3), { parent: "gw" }), "duplicate"],
    ["by what was read at the same moment", read(min(2), { parent: "other" }), "notNewer"],
    ["by what was read before", read(min(1), { parent: "other" }), "notNewer"],
  ])("is not replaced %s", (_title, evidence, reason) => {
    const before = after(offline(), BEFORE);
    expect(when(before, evidence)).toMatchObject({ reason, transitions: [] });
    expect(when(before, evidence).next).toBe(before);
  });

  test("moves neither its state nor when it was last seen", () => {
    const before = offline();
    const { state, head, lastSeenAt, changedAt, recent } = after(before, disabled(NOW));
    expect({ state, head, lastSeenAt, changedAt, recent }).toEqual({
      state: before.state,
      head: before.head,
      lastSeenAt: before.lastSeenAt,
      changedAt: before.changedAt,
      recent: before.recent,
    });
  });

  test("outlasts its events", () => {
    const before = after(offline(), read(min(11), { parent: "gw" }));
    const next = decide(before, up(3, 29 * MINUTE_MS), SETTINGS, NOW).next;
    expect(next.registry).toEqual({ at: min(11), enabled: true, parent: "gw" });
  });
});

describe("who is disabled", () => {
  test("leaves its incidents, and they are owed to look", () => {
    const { next } = when(member(), disabled(NOW));
    const left = { ...PART, goneAt: NOW, goneFor: "disabled" };
    expect(next.incidents).toEqual({ outage: left, flapping: left });
    expect(next.owed).toEqual({ since: NOW, records: [], archive: [], incident: true, flapping: true });
  });

  test("owes nothing where it was in none", () => {
    expect(when(offline(), disabled(NOW)).next.owed).toBeUndefined();
  });

  test("joins none when its grace is over: its going out is recorded all the same", () => {
    const suspect = after(
      play([up(1, 0), down(2, 28 * MINUTE_MS)], () => min(28)),
      disabled(min(29)),
    );
    const { next, transitions } = decide(suspect, { kind: "sweep" }, SETTINGS, min(40));
    expect(transitions).toMatchObject([{ state: "offline", at: min(28) }]);
    expect(next.incidents).toEqual({});
    expect(next.state.name).toBe("offline");
  });

  test("and enabled again while it is out, has to join one", () => {
    const before = { ...after(member(), disabled(min(20))), owed: undefined };
    const { next } = when(before, read(min(25)));
    expect(next.owed).toMatchObject({ incident: true });
    expect(next.owed?.flapping).toBeUndefined();
  });

  test("and enabled again while it is connected, owes nothing", () => {
    const online = after(
      play([up(1, 0)], () => T0),
      disabled(min(20)),
    );
    expect(when(online, read(min(25))).next.owed).toBeUndefined();
  });
});

describe("another life", () => {
  const known = (): Connection => after(offline(), read(min(12), { parent: "gw", enabled: false }));

  test("is not that of which the registry was read", () => {
    const { next } = decide(known(), { kind: "deleted", at: min(20) }, SETTINGS, NOW);
    expect(next.state.name).toBe("deleted");
    expect(next.registry).toBeUndefined();
    const recreated = decide(known(), { kind: "created", at: min(20) }, SETTINGS, NOW).next;
    expect(recreated.registry).toBeUndefined();
  });

  test("is not told of by a read from before it, and is by one from after it", () => {
    const deleted = decide(known(), { kind: "deleted", at: min(20) }, SETTINGS, NOW).next;
    expect(when(deleted, read(min(20), { parent: "gw" }))).toMatchObject({ reason: "formerLife" });
    expect(when(deleted, read(min(20), { parent: "gw" })).next).toBe(deleted);
    const { next, reason } = when(deleted, read(min(20) + 1, { parent: "gw" }));
    expect([reason, next.registry?.parent]).toEqual(["registryRead", "gw"]);
  });
});
