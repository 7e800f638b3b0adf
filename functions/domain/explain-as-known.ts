/** A connection as it was known at a moment that is past, as far as what is kept of it says that. */
import type { Connection, ConnectionState, Membership } from "./connection.ts";
import { counted, fold, judge } from "./fold.ts";
import type { Waits } from "./fold.ts";
import { dampingAt, standingOf } from "./part.ts";
import { lifeless } from "./revise.ts";
import type { Instant } from "./time.ts";

/** From when on what was known is known still: older events are folded together, and a former life is history. */
export function knownFrom({ base, tombstone }: Connection): Instant {
  const folded = base.last === undefined ? -Infinity : base.clock;
  return Math.max(folded, tombstone?.at ?? -Infinity);
}

/** `at` is not before `knownFrom`. Of the events that are folded together it counts as known when they came. */
export function asKnownAt(connection: Connection, settings: Omit<Waits, "judged">, at: Instant): Connection {
  const { base, tombstone, registeredAt, lastSeenAt, registry } = connection;
  const waits = { ...settings, judged: connection.judged };
  const recent = connection.recent.filter((event) => event.noticedAt <= at && event.at <= at);
  const head = fold(base, counted(base, recent, tombstone), waits);
  const life = {
    tombstone,
    registeredAt: notAfter(registeredAt, at),
    lastSeenAt: notAfter(lastSeenAt, at),
  };
  const known = {
    ...connection,
    ...life,
    recent,
    head,
    state: judge(head, at, waits) ?? lifeless(life),
    registry: registry !== undefined && registry.at <= at ? registry : undefined,
    owed: undefined,
    wakeAt: undefined,
  };
  const { outage, flapping } = connection.incidents;
  const suppressedSince = suppressionOf(known, waits, at);
  const then = { state: known.state, suppressedSince, at };
  return { ...known, incidents: { outage: partAt(outage, then), flapping: partAt(flapping, then) } };
}

function notAfter(instant: Instant | undefined, at: Instant): Instant | undefined {
  return instant !== undefined && instant <= at ? instant : undefined;
}

interface Then {
  readonly state: ConnectionState;
  /** While it flapped. */
  readonly suppressedSince: Instant | undefined;
  readonly at: Instant;
}

function suppressionOf(known: Connection, waits: Waits, at: Instant): Instant | undefined {
  const { flapsUntil } = standingOf(known, waits, at);
  return flapsUntil === undefined ? undefined : dampingAt(known.head, waits, at)?.suppressedSince;
}

/** What it named then: nothing of a return that was not known yet, or not for long enough. */
function partAt(part: Membership | undefined, then: Then): Membership | undefined {
  const { at } = then;
  if (part === undefined || (part.joinedAt ?? part.noticedAt) > at) return undefined;
  const { backAt, goneAt } = part;
  const isBack = backAt !== undefined && backAt <= at && !isOutStill(part.behind === true, backAt, then);
  return { ...part, backAt: isBack ? backAt : undefined, goneAt: notAfter(goneAt, at) };
}

/** The outage that its return ended stood, or it flapped since before that. */
function isOutStill(isBehind: boolean, backAt: Instant, { state, suppressedSince }: Then): boolean {
  if (state.name === "offline") return state.since <= backAt;
  if (state.name === "recovering") return state.offlineSince <= backAt;
  return suppressedSince !== undefined && suppressedSince <= backAt && !isBehind;
}
