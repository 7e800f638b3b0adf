import { describe, expect, test } from "vitest";
import type { Connection, Membership } from "../../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import type { Evidence } from "../../../functions/domain/evidence.ts";
import { recentTransitions } from "../../../functions/domain/history.ts";
import type { Reason } from "../../../functions/domain/reason.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { IDENTITY, SETTINGS, T0, down, event, play, seq, up } from "./histories.ts";

const min = (count: number): number => count * MINUTE_MS;
const sec = (count: number): number => count * SECOND_MS;

/** Given evidence that arrived as it was stamped, when one more piece arrives at `now`. */
function given(...evidence: Evidence[]): Connection {
  return play(evidence, (index) => {
    const one = evidence[index];
    return one !== undefined && "at" in one ? one.at : T0;
  });
}

function when(connection: Connection, evidence: Evidence, nowMs: number): ReturnType<typeof decide> {
  return decide(connection, evidence, SETTINGS, T0 + nowMs);
}

interface Row {
  readonly title: string;
  readonly given: readonly Evidence[];
  readonly evidence: Evidence;
  /** Milliseconds after T0. */
  readonly now: number;
  readonly state: Connection["state"];
  readonly reason: Reason;
  readonly records?: readonly string[];
  readonly arm?: number;
}

const rows: Row[] = [
  {
    title: "a first connect is online",
    given: [],
    evidence: up(1, 0),
    now: 0,
    state: { name: "online", since: T0, cause: seq(1) },
    reason: "connected",
  },
  {
    title: "a first disconnect is suspect: we join in the middle",
    given: [],
    evidence: down(1, 0),
    now: 0,
    state: { name: "suspect", since: T0, cause: seq(1), deadline: T0 + min(5) },
    reason: "disconnected",
    arm: min(5),
  },
  {
    title: "a return just inside the grace tells nobody",
    given: [up(1, 0), down(2, min(1))],
    evidence: up(3, min(6) - 1),
    now: min(6) - 1,
    state: { name: "online", since: T0 + min(6) - 1, cause: seq(3) },
    reason: "returnedWithinGrace",
  },
  {
    title: "at exactly the deadline the grace is over: a connect stamped then ends an outage",
    given: [up(1, 0), down(2, min(1))],
    evidence: up(3, min(6)),
    now: min(6),
    state: {
      name: "recovering",
      since: T0 + min(6),
      cause: seq(3),
      offlineSince: T0 + min(1),
      deadline: T0 + min(6) + sec(90),
    },
    reason: "returned",
    records: ["offline 60000"],
    arm: min(6) + sec(90),
  },
  {
    title: "the deadline confirms the outage, with its true start",
    given: [up(1, 0), down(2, min(1))],
    evidence: { kind: "deadline", sequence: seq(2) },
    now: min(6),
    state: { name: "offline", since: T0 + min(1), cause: seq(2) },
    reason: "graceOver",
    records: ["offline 60000"],
  },
  {
    title: "a timer a millisecond too early sets a new one",
    given: [up(1, 0), down(2, min(1))],
    evidence: { kind: "deadline", sequence: seq(2) },
    now: min(6) - 1,
    state: { name: "suspect", since: T0 + min(1), cause: seq(2), deadline: T0 + min(6) },
    reason: "deadlineMoved",
    arm: min(6),
  },
  {
    title: "the deadline of a disconnect that is over has nothing to say",
    given: [up(1, 0), down(2, min(1)), up(3, min(2))],
    evidence: { kind: "deadline", sequence: seq(2) },
    now: min(6),
    state: { name: "online", since: T0 + min(2), cause: seq(3) },
    reason: "deadlinePast",
  },
  {
    title: "the recovery passes",
    given: [up(1, 0), down(2, min(1)), up(3, min(8))],
    evidence: { kind: "deadline", sequence: seq(3) },
    now: min(8) + sec(90),
    state: { name: "online", since: T0 + min(8), cause: seq(3) },
    reason: "recoveryOver",
    records: ["online 480000"],
  },
  {
    title: "a timer of the recovery a millisecond too early sets a new one",
    given: [up(1, 0), down(2, min(1)), up(3, min(8))],
    evidence: { kind: "deadline", sequence: seq(3) },
    now: min(8) + sec(90) - 1,
    state: {
      name: "recovering",
      since: T0 + min(8),
      cause: seq(3),
      offlineSince: T0 + min(1),
      deadline: T0 + min(8) + sec(90),
    },
    reason: "deadlineMoved",
    arm: min(8) + sec(90),
  },
  {
    title: "a drop inside the recovery continues the outage at once, without a second grace",
    given: [up(1, 0), down(2, min(1)), up(3, min(8))],
    evidence: down(4, min(9)),
    now: min(9),
    state: { name: "offline", since: T0 + min(1), cause: seq(2) },
    reason: "droppedWhileRecovering",
  },
  {
    title: "a drop at exactly the end of the recovery is a new one",
    given: [up(1, 0), down(2, min(1)), up(3, min(8))],
    evidence: down(4, min(8) + sec(90)),
    now: min(8) + sec(90),
    state: {
      name: "suspect",
      since: T0 + min(8) + sec(90),
      cause: seq(4),
      deadline: T0 + min(13) + sec(90),
    },
    reason: "disconnected",
    records: ["online 480000"],
    arm: min(13) + sec(90),
  },
  {
    title: "the same kind twice hides a drop",
    given: [up(1, 0)],
    evidence: up(3, min(2)),
    now: min(2),
    state: { name: "online", since: T0 + min(2), cause: seq(3) },
    reason: "hiddenFlap",
  },
  {
    title: "a disconnect learnt late and still standing is judged at once, with its true start",
    given: [up(1, 0)],
    evidence: down(2, min(1)),
    now: HOUR_MS,
    state: { name: "offline", since: T0 + min(1), cause: seq(2) },
    reason: "lateOutageStanding",
    records: ["offline 60000"],
  },
  {
    title: "a disconnect of an outage that is over goes to the history",
    given: [up(1, 0), up(4, min(20))],
    evidence: down(2, min(10)),
    now: HOUR_MS,
    state: { name: "online", since: T0 + min(20), cause: seq(4) },
    reason: "lateOutageOver",
    records: ["offline 600000", "online 1200000"],
  },
  {
    title: "late evidence that denies an outage retracts it",
    given: [up(1, 0), down(2, min(1)), { kind: "deadline", sequence: seq(2) }],
    evidence: up(3, min(2)),
    now: min(10),
    state: { name: "online", since: T0 + min(2), cause: seq(3) },
    reason: "lateOutageDenied",
    records: ["-offline 60000"],
  },
  {
    title: "a late event that changes nothing confirmed fills in",
    given: [up(1, 0), up(4, min(4))],
    evidence: down(3, min(3)),
    now: HOUR_MS,
    state: { name: "online", since: T0 + min(4), cause: seq(4) },
    reason: "filledIn",
  },
  {
    title: "the same event again",
    given: [up(1, 0), down(2, min(1))],
    evidence: down(2, min(1)),
    now: min(2),
    state: { name: "suspect", since: T0 + min(1), cause: seq(2), deadline: T0 + min(6) },
    reason: "duplicate",
  },
  {
    title: "one sequence, two contents: the later time wins",
    given: [up(1, 0), down(2, min(1))],
    evidence: event("connected", 2, min(2), "other"),
    now: min(2),
    state: { name: "online", since: T0 + min(2), cause: seq(2) },
    reason: "conflict",
  },
  {
    title: "one sequence, one time, two kinds: the disconnect wins",
    given: [up(1, 0), down(2, min(1))],
    evidence: event("connected", 2, min(1), "zzz"),
    now: min(2),
    state: { name: "suspect", since: T0 + min(1), cause: seq(2), deadline: T0 + min(6) },
    reason: "conflict",
  },
  {
    title: "created makes an unknown identity new",
    given: [],
    evidence: { kind: "created", at: T0 },
    now: 0,
    state: { name: "new", registeredAt: T0 },
    reason: "registered",
  },
  {
    title: "telemetry makes an unknown identity new",
    given: [],
    evidence: { kind: "telemetry", at: T0 },
    now: 0,
    state: { name: "new" },
    reason: "seen",
  },
  {
    title: "telemetry less than five minutes later is not worth a write",
    given: [{ kind: "telemetry", at: T0 }],
    evidence: { kind: "telemetry", at: T0 + min(5) - 1 },
    now: min(5),
    state: { name: "new" },
    reason: "notNewer",
  },
  {
    title: "nor is telemetry soon after a connect",
    given: [up(1, 0)],
    evidence: { kind: "telemetry", at: T0 + min(4) },
    now: min(4),
    state: { name: "online", since: T0, cause: seq(1) },
    reason: "notNewer",
  },
  {
    title: "deleted leaves a tombstone, also of an identity nobody knew",
    given: [],
    evidence: { kind: "deleted", at: T0 },
    now: 0,
    state: { name: "deleted", at: T0 },
    reason: "deleted",
    records: ["deleted 0"],
  },
  {
    title: "an event of the former life cannot enter the new one",
    given: [up(1, 0), { kind: "deleted", at: T0 + min(1) }],
    evidence: down(2, min(1)),
    now: min(2),
    state: { name: "deleted", at: T0 + min(1) },
    reason: "formerLife",
  },
  {
    title: "a late deletion cannot wipe a new life",
    given: [up(9, 0), { kind: "created", at: T0 + min(10) }, up(1, min(11))],
    evidence: { kind: "deleted", at: T0 + min(5) },
    now: min(12),
    state: { name: "online", since: T0 + min(11), cause: seq(1) },
    reason: "deleted",
    records: ["-deleted 599999", "deleted 300000"],
  },
  {
    title: "a life does not begin with a disconnect",
    given: [up(9, 0), { kind: "deleted", at: T0 + min(1) }],
    evidence: down(1, min(2)),
    now: HOUR_MS,
    state: { name: "deleted", at: T0 + min(1) },
    reason: "keptAside",
  },
  {
    title: "created does not bring in what is kept aside",
    given: [{ kind: "deleted", at: T0 }, down(2, min(2))],
    evidence: { kind: "created", at: T0 + min(1) },
    now: min(3),
    state: { name: "new", registeredAt: T0 + min(1) },
    reason: "registered",
  },
  {
    title: "a connect stamped before it does",
    given: [{ kind: "deleted", at: T0 }, down(2, min(2))],
    evidence: up(1, min(1)),
    now: HOUR_MS,
    state: { name: "offline", since: T0 + min(2), cause: seq(2) },
    reason: "lateOutageStanding",
    records: ["offline 120000"],
  },
  {
    title: "a created after everything known ends the former life",
    given: [up(7, 0), down(8, min(1))],
    evidence: { kind: "created", at: T0 + min(3) },
    now: min(3),
    state: { name: "new", registeredAt: T0 + min(3) },
    reason: "recreated",
    records: ["deleted 179999"],
  },
  {
    title: "a lower sequence stamped much later begins a new life",
    given: [up(7, 0), down(8, min(1))],
    evidence: up(1, min(4)),
    now: min(4),
    state: { name: "online", since: T0 + min(4), cause: seq(1) },
    reason: "recreated",
    records: ["deleted 239999"],
  },
  {
    title: "a lower sequence stamped at most two minutes later is the other hub node's clock",
    given: [up(7, 0), down(8, min(1))],
    evidence: up(1, min(2)),
    now: min(4),
    state: { name: "suspect", since: T0 + min(2), cause: seq(8), deadline: T0 + min(7) },
    reason: "filledIn",
    arm: min(7),
  },
  {
    title: "a connect that comes late may end an outage whose deadline never came",
    given: [up(1, 0), down(2, min(1))],
    evidence: up(3, min(8)),
    now: min(20),
    state: { name: "online", since: T0 + min(8), cause: seq(3) },
    reason: "lateOutageOver",
    records: ["offline 60000", "online 480000"],
  },
  {
    title: "a connect after a recovery that nobody judged ends the outage where it ended",
    given: [up(1, 0), down(2, min(1)), up(3, min(8))],
    evidence: up(4, min(20)),
    now: min(20),
    state: { name: "online", since: T0 + min(20), cause: seq(4) },
    reason: "connected",
    records: ["online 480000"],
  },
  {
    title: "a late connect below the newest that denies an outage retracts it",
    given: [up(1, 0), down(2, min(1)), up(4, min(20))],
    evidence: up(3, min(2)),
    now: min(21),
    state: { name: "online", since: T0 + min(20), cause: seq(4) },
    reason: "lateOutageDenied",
    records: ["-offline 60000"],
  },
  {
    title: "a late connect that ends a known outage earlier fills in",
    given: [up(1, 0), down(2, min(1)), up(4, min(20))],
    evidence: up(3, min(10)),
    now: min(21),
    state: { name: "online", since: T0 + min(20), cause: seq(4) },
    reason: "filledIn",
    records: ["online 600000"],
  },
  {
    title: "a return after a drop inside the recovery denies nothing",
    given: [up(1, 0), down(2, min(1)), up(3, min(8)), down(4, min(9))],
    evidence: up(5, min(10)),
    now: min(10),
    state: {
      name: "recovering",
      since: T0 + min(10),
      cause: seq(5),
      offlineSince: T0 + min(1),
      deadline: T0 + min(10) + sec(90),
    },
    reason: "returned",
    arm: min(10) + sec(90),
  },
  {
    title: "a disconnect before a life's first connect is kept aside, whatever else counts",
    given: [{ kind: "deleted", at: T0 }, up(1, min(3))],
    evidence: down(2, min(2)),
    now: min(4),
    state: { name: "online", since: T0 + min(3), cause: seq(1) },
    reason: "keptAside",
  },
  {
    title: "the deadline of a disconnect that another one has overtaken",
    given: [up(1, 0), down(2, min(1)), down(3, min(2))],
    evidence: { kind: "deadline", sequence: seq(2) },
    now: min(9),
    state: { name: "suspect", since: T0 + min(2), cause: seq(3), deadline: T0 + min(7) },
    reason: "deadlinePast",
  },
  {
    title: "a sweep confirms as the deadline would have",
    given: [up(1, 0), down(2, min(1))],
    evidence: { kind: "sweep" },
    now: min(6),
    state: { name: "offline", since: T0 + min(1), cause: seq(2) },
    reason: "graceOver",
    records: ["offline 60000"],
  },
  {
    title: "a sweep that comes too early has nothing to do: the timer is set",
    given: [up(1, 0), down(2, min(1))],
    evidence: { kind: "sweep" },
    now: min(6) - 1,
    state: { name: "suspect", since: T0 + min(1), cause: seq(2), deadline: T0 + min(6) },
    reason: "nothingDue",
  },
  {
    title: "a sweep finds nothing due where nothing waits",
    given: [up(1, 0)],
    evidence: { kind: "sweep" },
    now: min(6),
    state: { name: "online", since: T0, cause: seq(1) },
    reason: "nothingDue",
  },
];

describe("decide", () => {
  test.each(rows)("$title", ({ given: evidence, evidence: one, now, state, reason, records = [], arm }) => {
    const timed: Evidence[] = evidence.flatMap((item): Evidence[] =>
      item.kind === "deadline" ? [] : [item],
    );
    const timer = evidence.find((item) => item.kind === "deadline");
    const before = given(...timed);
    const start = timer === undefined ? before : decide(before, timer, SETTINGS, T0 + min(6)).next;
    const decision = when(start, one, now);
    expect(decision.next.state).toEqual(state);
    expect(decision.reason).toBe(reason);
    const told = decision.transitions.map(
      ({ state: to, at, retractedAt }) => `${retractedAt === undefined ? "" : "-"}${to} ${at - T0}`,
    );
    expect(told.sort()).toEqual([...records].sort());
    expect(decision.arm?.at).toBe(arm === undefined ? undefined : T0 + arm);
  });

  test("what changes nothing leaves the very object, so that nothing is written", () => {
    const connection = given(up(1, 0), down(2, min(1)));
    expect(when(connection, down(2, min(1)), min(2)).next).toBe(connection);
    expect(when(connection, { kind: "deadline", sequence: seq(2) }, min(2)).next).toBe(connection);
    expect(when(connection, { kind: "deadline", sequence: seq(1) }, min(9)).next).toBe(connection);
    const recovering = given(up(1, 0), down(2, min(1)), up(3, min(8)));
    expect(when(recovering, { kind: "deadline", sequence: seq(3) }, min(9)).next).toBe(recovering);
    const online = given(up(1, 0));
    expect(when(online, { kind: "deadline", sequence: seq(1) }, min(9)).next).toBe(online);
    expect(when(online, { kind: "sweep" }, min(9)).next).toBe(online);
    expect(when(connection, { kind: "sweep" }, min(2)).next).toBe(connection);
    const buried = given({ kind: "deleted", at: T0 });
    expect(when(buried, up(1, 0), min(9)).next).toBe(buried);
  });

  test("a longer grace does not undo an outage that was announced under a shorter one", () => {
    const short = { ...SETTINGS, graceMs: min(2) };
    const offline = decide(given(up(1, 0), down(2, min(1))), { kind: "sweep" }, short, T0 + min(3)).next;
    expect(offline.state.name).toBe("offline");
    const later = decide(offline, { kind: "telemetry", at: T0 + min(3) }, SETTINGS, T0 + min(3)).next;
    expect(later.state).toEqual(offline.state);
    const back = decide(later, up(3, min(4)), SETTINGS, T0 + min(4)).next;
    expect(back.state.name).toBe("recovering");
  });

  test.each<Evidence>([{ kind: "deadline", sequence: seq(2) }, { kind: "sweep" }])(
    "a grace that was raised before the deadline moves it: %o",
    (timer) => {
      const long = { ...SETTINGS, graceMs: min(20) };
      const { next, arm, reason } = decide(given(up(1, 0), down(2, min(1))), timer, long, T0 + min(6));
      expect(reason).toBe("deadlineMoved");
      expect(next.state).toMatchObject({ name: "suspect", deadline: T0 + min(21) });
      expect(arm).toEqual({ sequence: seq(2), at: T0 + min(21) });
    },
  );

  test("an event below the base changes only the history", () => {
    let connection = unknownConnection(IDENTITY);
    for (let index = 0; index < 60; index += 1) {
      const one = event(index % 2 === 0 ? "connected" : "disconnected", index + 10, sec(index));
      connection = decide(connection, one, SETTINGS, one.at).next;
    }
    expect(connection.recent.length).toBeLessThan(48);
    expect(connection.recent.length).toBeGreaterThanOrEqual(32);
    const settled = { ...connection, owed: undefined };
    for (const [late, state] of [
      [up(9, 0), "online"],
      [down(8, 0), "suspect"],
    ] as const) {
      const { next, reason, transitions } = when(settled, late, min(2));
      expect(reason).toBe("beyondWindow");
      expect(transitions).toEqual([]);
      const now = T0 + min(2);
      const change = {
        identity: IDENTITY,
        state,
        at: T0,
        cause: late.sequence,
        noticedAt: now,
        source: "event",
      };
      const owed = { since: now, records: [], archive: [change], incident: false };
      expect(next).toEqual({ ...settled, owed });
    }
  });

  test("the oldest sixteen leave as one archive of their unconfirmed transitions", () => {
    let connection = unknownConnection(IDENTITY);
    for (let index = 0; index < 48; index += 1) {
      const one = event(index % 2 === 0 ? "connected" : "disconnected", index + 10, sec(index));
      connection = decide(connection, one, SETTINGS, one.at).next;
    }
    expect(connection.owed?.archive).toHaveLength(16);
    expect(connection.owed?.records).toEqual([]);
    expect(connection.owed?.incident).toBe(false);
    const derived = recentTransitions(connection, SETTINGS, T0 + min(1));
    expect(derived).toHaveLength(32);
    expect(derived[0]?.cause).toBe(seq(26));
  });

  test("events that were kept for a day leave when another one is added", () => {
    const day = Array.from({ length: 17 }, (_, i) => (i % 2 ? down(i + 1, min(i)) : up(i + 1, min(i))));
    const late = down(18, DAY_MS + min(20));
    const { next } = when(given(...day), late, DAY_MS + min(20));
    expect(next.recent.map((one) => one.sequence)).toEqual([seq(18)]);
    expect(next.state.name).toBe("suspect");
    expect(next.head.drops).toBe(9);
  });

  test("fewer than sixteen stay longer: a blip a day is not an archive a day", () => {
    const connection = given(up(1, 0), down(2, min(1)), up(3, min(2)));
    const { next } = when(connection, down(4, 9 * DAY_MS), 9 * DAY_MS);
    expect(next.recent).toHaveLength(4);
    expect(next.owed).toBeUndefined();
  });
});

describe("debts and memberships", () => {
  const member: Membership = { id: "contoso-hub!pump-1!x", outAt: T0 + min(1), noticedAt: T0 + min(6) };
  const offline = (): Connection =>
    decide(given(up(1, 0), down(2, min(1))), { kind: "sweep" }, SETTINGS, T0 + min(6)).next;
  const joined = (): Connection => ({ ...offline(), owed: undefined, incidents: { outage: member } });

  test("an outage owes its record and its incident, in the same write as the state", () => {
    expect(offline().owed).toMatchObject({ since: T0 + min(6), incident: true });
    expect(offline().owed?.records.map((record) => record.state)).toEqual(["offline"]);
    expect(offline().changedAt).toBe(T0 + min(6));
  });

  test("entering suspect and coming back owe nothing", () => {
    expect(given(up(1, 0), down(2, min(1))).owed).toBeUndefined();
    expect(given(up(1, 0), down(2, min(1)), up(3, min(2))).owed).toBeUndefined();
  });

  test("a return is noted in the membership when the recovery is over, with the true connect", () => {
    const recovering = decide(joined(), up(3, min(8)), SETTINGS, T0 + min(8)).next;
    expect(recovering.incidents.outage).toEqual(member);
    expect(recovering.owed).toBeUndefined();
    const back = decide(recovering, { kind: "sweep" }, SETTINGS, T0 + min(10)).next;
    expect(back.incidents.outage).toEqual({ ...member, backAt: T0 + min(8) });
    expect(back.owed?.incident).toBe(true);
  });

  test("a deleted member is gone, not back", () => {
    const gone = decide(joined(), { kind: "deleted", at: T0 + min(7) }, SETTINGS, T0 + min(7)).next;
    expect(gone.incidents.outage).toEqual({ ...member, goneAt: T0 + min(7) });
    expect(gone.owed?.incident).toBe(true);
  });

  test("a re-drop inside the recovery has the incident look at once", () => {
    const recovering = decide(joined(), up(3, min(8)), SETTINGS, T0 + min(8)).next;
    const again = decide(recovering, down(4, min(9)), SETTINGS, T0 + min(9)).next;
    expect(again.owed).toMatchObject({ incident: true, records: [] });
  });

  test("debts add up, the oldest keeps its date", () => {
    const back = decide(offline(), up(3, min(8)), SETTINGS, T0 + min(10)).next;
    expect(back.owed?.since).toBe(T0 + min(6));
    expect(back.owed?.records.map((record) => record.state)).toEqual(["offline", "online"]);
  });
});

describe("who flaps", () => {
  const wake: Evidence = { kind: "wake" };
  const sweep: Evidence = { kind: "sweep" };
  const drops = (...minutes: readonly number[]): Evidence[] =>
    minutes.flatMap((minute, index) => [
      down(index * 2 + 2, min(minute)),
      up(index * 2 + 3, min(minute) + sec(30)),
    ]);
  /** What was owed is performed: it has its part in an incident. */
  const settled = (connection: Connection): Connection => ({
    ...connection,
    owed: undefined,
    incidents: { flapping: { id: "x", outAt: T0 + min(1), noticedAt: T0 + min(4) } },
  });
  const flapping = (): Connection => settled(given(up(1, 0), ...drops(1, 2, 3, 4)));
  /** Out for good since the tenth minute: a long outage at the 25th, reused at the 41st. */
  const out = (): Connection => {
    const dropped = when(flapping(), down(20, min(10)), min(10)).next;
    return settled(when(dropped, { kind: "deadline", sequence: seq(20) }, min(15)).next);
  };
  const wakeMs = ({ wakeAt }: Connection): number => {
    if (wakeAt === undefined) throw new Error("nothing wakes it");
    return wakeAt - T0;
  };

  // The timer, and the sweep where the timer was lost.
  test.each([wake, sweep])("is reused when its time has come: $kind", (timer) => {
    const end = wakeMs(flapping());
    const { next, reason } = when(flapping(), timer, end);
    expect(reason).toBe("reused");
    expect(next.wakeAt).toBeUndefined();
    expect(next.incidents.flapping?.backAt).toBe(T0 + end);
    expect(next.owed).toMatchObject({ flapping: true, incident: false });
  });

  test.each([wake, sweep])("is told of as out when its outage has become a long one: $kind", (timer) => {
    expect(wakeMs(out())).toBe(min(25));
    const { next, reason } = when(out(), timer, min(25));
    expect(reason).toBe("longOutage");
    expect(next.owed?.incident).toBe(true);
    expect(wakeMs(next)).toBeGreaterThan(min(40));
  });

  test("is not woken before its time: the timer is set anew, and nothing is written", () => {
    for (const before of [flapping(), out()]) {
      const { next, reason, wake: again } = when(before, wake, wakeMs(before) - 1);
      expect(reason).toBe("deadlineMoved");
      expect(next).toBe(before);
      expect(again).toBe(before.wakeAt);
    }
  });

  test("is left to its timer by a sweep before that", () => {
    const before = flapping();
    expect(when(before, sweep, wakeMs(before) - 1)).toEqual({
      next: before,
      transitions: [],
      reason: "nothingDue",
    });
  });

  test("is woken while a disconnect waits for its grace too, and is not stable by that", () => {
    const end = wakeMs(flapping());
    // Stamped before the reuse, so that its drop counts, and long after it by a patient grace.
    const patient = { ...SETTINGS, graceMs: HOUR_MS };
    const dropped = decide(flapping(), down(20, end - 1), patient, T0 + end - 1).next;
    const { next, reason, transitions } = decide(dropped, wake, patient, T0 + wakeMs(dropped));
    expect(reason).toBe("reused");
    expect(next.state.name).toBe("suspect");
    expect(next.incidents).toEqual(flapping().incidents);
    expect(transitions).toEqual([]);
  });

  test("a timer of one who does not flap any more has nothing to say", () => {
    const online = given(up(1, 0), ...drops(1, 2));
    const { next, reason, wake: again } = when(online, wake, min(9));
    expect(reason).toBe("deadlinePast");
    expect(next).toBe(online);
    expect(again).toBeUndefined();
  });
});
