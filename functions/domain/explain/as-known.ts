/** A connection as it was known at a moment that is past, as far as what is kept of it says that. */
import type { Connection, Membership } from "../connection.ts";
import { counted, fold, judge } from "../fold.ts";
import type { Waits } from "../fold.ts";
import { standingOf } from "../part.ts";
import type { Standing } from "../part.ts";
import { lifeless } from "../revise.ts";
import type { Instant } from "../time.ts";

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
  const standing = standingOf(known, waits, at);
  const { outage, flapping } = connection.incidents;
  const incidents = { outage: partAt(outage, standing, at), flapping: partAt(flapping, standing, at) };
  return { ...known, incidents };
}

function notAfter(instant: Instant | undefined, at: Instant): Instant | undefined {
  return instant !== undefined && instant <= at ? instant : undefined;
}

/** What it named then: nothing of a return that nobody knew of. */
function partAt(part: Membership | undefined, standing: Standing, at: Instant): Membership | undefined {
  if (part === undefined || part.noticedAt > at) return undefined;
  const { backAt, goneAt } = part;
  const isBack = backAt !== undefined && backAt <= at && !isOutAgain(part, standing);
  return { ...part, backAt: isBack ? backAt : undefined, goneAt: notAfter(goneAt, at) };
}

/** Its outage stands, or it flaps: what ended its part was learnt later. */
function isOutAgain({ behind }: Membership, { state, flapsUntil }: Standing): boolean {
  if (state.name === "offline" || state.name === "recovering") return true;
  return flapsUntil !== undefined && behind !== true;
}
