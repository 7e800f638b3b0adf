/**
 * The decision: what one piece of evidence makes of a connection. Pure: the same connection, evidence, waits and
 * instant give the same answer, and every answer says why. All that a confirmed change owes the world is in the
 * answer's connection, so that one compare-and-set keeps state and debts together.
 */
import type { Connection } from "./connection.ts";
import { factsAfter, onCreated, onDeleted, onRegistryRead, onTelemetry } from "./decide-life.ts";
import type { ConnectionEvent, Evidence, Timer } from "./evidence.ts";
import { NO_EVENTS, counted } from "./fold.ts";
import type { Waits } from "./fold.ts";
import type { Identity } from "./identity.ts";
import { place, placeNewest } from "./place.ts";
import type { Reason } from "./reason.ts";
import { owe } from "./owe.ts";
import { revise, unchanged } from "./revise.ts";
import type { Decision, Outcome } from "./revise.ts";
import type { Instant } from "./time.ts";
import type { Transition } from "./transition.ts";

export type { Decision } from "./revise.ts";

/** How long to wait for an identity, by the route that is its own. */
export type WaitSettings = Omit<Waits, "judged">;

/** An identity of which nothing is known yet. */
export function unknownConnection(identity: Identity): Connection {
  return {
    identity,
    state: { name: "new" },
    base: NO_EVENTS,
    recent: [],
    head: NO_EVENTS,
    incidents: {},
  };
}

/**
 * Decides on one piece of evidence. `connection` is `unknownConnection` where nothing is stored; a decision
 * whose `next` is that very object leaves nothing to store.
 */
export function decide(
  connection: Connection,
  evidence: Evidence,
  settings: WaitSettings,
  now: Instant,
): Decision {
  const waits: Waits = { ...settings, judged: connection.judged };
  switch (evidence.kind) {
    case "connected":
    case "disconnected":
      return onEvent(connection, evidence, waits, now);
    case "created":
      return onCreated(connection, evidence, waits, now);
    case "deleted":
      return onDeleted(connection, evidence, waits, now);
    case "telemetry":
      return onTelemetry(connection, evidence, waits, now);
    case "registry":
      return onRegistryRead(connection, evidence, waits, now);
    case "deadline":
    case "wake":
    case "sweep":
      return onTimer(connection, evidence, waits, now);
    default:
      return evidence satisfies never;
  }
}

function onEvent(before: Connection, event: ConnectionEvent, waits: Waits, now: Instant): Decision {
  const { kind, sequence, at, eventId } = event;
  const noticed = { kind, sequence, at, eventId, noticedAt: now };
  const { name, kept } = placeNewest(before, noticed) ?? place(before, noticed);
  switch (name) {
    case "duplicate":
    case "conflict":
      return unchanged(before, name);
    case "beyondWindow":
      return remember(before, event, now);
    case "formerLife":
      if (kept === before) return unchanged(before, name);
      return revise(before, factsAfter(before, kept), { waits, now, reason: () => name });
    case "newest":
    case "inserted":
    case "replaced": {
      const counts =
        name === "newest" ||
        counted(kept.base, kept.recent, kept.tombstone).some((one) => one.sequence === sequence);
      const facts = factsAfter(before, kept);
      const reason = (outcome: Outcome): Reason => {
        if (name === "replaced") return "conflict";
        if (!counts) return "keptAside";
        if (kept.tombstone?.at !== before.tombstone?.at) return "recreated";
        return name === "newest" ? reasonOfNewest(outcome) : reasonOfLate(outcome);
      };
      return revise(before, facts, { waits, now, reason, ...(name === "newest" ? { newest: event } : {}) });
    }
    default:
      return name satisfies never;
  }
}

/** An event below the base changes only the history: what it would have meant among the others is not known. */
function remember(before: Connection, { kind, sequence, at }: ConnectionEvent, now: Instant): Decision {
  const state = kind === "connected" ? "online" : "suspect";
  const { identity } = before;
  const transition: Transition = { identity, state, at, cause: sequence, noticedAt: now, source: "event" };
  const owed = owe(before.owed, { since: now, records: [], archive: [transition], incident: false });
  return { next: { ...before, owed }, transitions: [], reason: "beyondWindow" };
}

function reasonOfNewest({ before, after, confirmation }: Outcome): Reason {
  if (confirmation.denied.length > 0) return "lateOutageDenied";
  if (after.name === before.name) return "hiddenFlap";
  if (after.name === "suspect") return "disconnected";
  if (after.name === "recovering") return "returned";
  if (after.name === "offline") {
    return before.name === "recovering" ? "droppedWhileRecovering" : "lateOutageStanding";
  }
  if (confirmation.added.some((change) => change.state === "offline")) return "lateOutageOver";
  return before.name === "suspect" ? "returnedWithinGrace" : "connected";
}

function reasonOfLate({ after, confirmation }: Outcome): Reason {
  if (confirmation.denied.length > 0) return "lateOutageDenied";
  if (!confirmation.added.some((change) => change.state === "offline")) return "filledIn";
  return after.name === "offline" ? "lateOutageStanding" : "lateOutageOver";
}

/**
 * A timer that comes too early sets a new one; one whose event has been overtaken has nothing to say. A sweep that
 * comes too early (somebody else was faster) leaves the timer that is set.
 */
function onTimer(before: Connection, timer: Timer, waits: Waits, now: Instant): Decision {
  const { state } = before;
  if (timer.kind === "wake") return onWake(before, waits, now);
  if (state.name !== "suspect" && state.name !== "recovering") {
    if (timer.kind === "deadline") return unchanged(before, "deadlinePast");
    return isDue(before.wakeAt, now) ? onWake(before, waits, now) : unchanged(before, "nothingDue");
  }
  if (timer.kind === "deadline" && timer.sequence !== state.cause) return unchanged(before, "deadlinePast");
  const decision = revise(before, before, { waits, now, reason: reasonOfTimer });
  const after = decision.next.state;
  if (after.name !== "suspect" && after.name !== "recovering") return decision;
  if (after.deadline !== state.deadline) return decision;
  if (timer.kind === "sweep") return unchanged(before, "nothingDue");
  return { ...decision, next: before, arm: { sequence: after.cause, at: after.deadline } };
}

function isDue(at: Instant | undefined, now: Instant): boolean {
  return at !== undefined && at <= now;
}

/** A timer that comes too early sets a new one. */
function onWake(before: Connection, waits: Waits, now: Instant): Decision {
  const { wakeAt } = before;
  if (wakeAt === undefined) return unchanged(before, "deadlinePast");
  if (!isDue(wakeAt, now)) {
    return { ...unchanged(before, "deadlineMoved"), wake: wakeAt };
  }
  // The deadline of the state may have passed as well, whose message was lost.
  const reason = (outcome: Outcome): Reason =>
    outcome.after.name === outcome.before.name ? "reused" : reasonOfTimer(outcome);
  const decision = revise(before, before, { waits, now, reason });
  if (decision.reason === "reused" && isDue(before.held?.until, now))
    return { ...decision, reason: "heldOver" };
  const isLong = decision.reason === "reused" && decision.next.wakeAt !== undefined;
  return isLong ? { ...decision, reason: "longOutage" } : decision;
}

function reasonOfTimer({ before, after }: Outcome): Reason {
  if (after.name === before.name) return "deadlineMoved";
  return after.name === "offline" ? "graceOver" : "recoveryOver";
}
