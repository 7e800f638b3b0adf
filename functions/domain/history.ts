/** The transitions that events still in `recent` amount to: derived when read, recorded when they leave. */
import type { Connection, Head, RecentEvent } from "./connection.ts";
import { counted, lapse, step } from "./fold.ts";
import type { Confirmed, Waits } from "./fold.ts";
import type { Instant } from "./time.ts";
import type { Transition } from "./transition.ts";

export type Timeline = Pick<Connection, "identity" | "base" | "recent" | "tombstone">;

/** A transition of the fold; `confirmed` ones are records of their own from the moment they are noticed. */
export interface Derived {
  readonly transition: Transition;
  readonly confirmed: boolean;
}

/**
 * One transition for each event that counts, oldest first, by the timers that have run at `now`. A disconnect is
 * `offline` where its outage was confirmed, else `suspect`; a connect is `recovering` until its outage is over.
 */
export function derive(timeline: Timeline, waits: Waits, now: Instant): Derived[] {
  const derived: Derived[] = [];
  // Only the last one's wait can run out: before the next event, or until now.
  const confirm = ({ state }: Confirmed): void => {
    const last = derived.pop();
    if (last !== undefined) derived.push({ transition: { ...last.transition, state }, confirmed: true });
  };
  let head = timeline.base;
  for (const event of counted(timeline.base, timeline.recent, timeline.tombstone)) {
    const before = head;
    head = step(head, event, waits, confirm);
    derived.push({ transition: changeOf(timeline, before, head, event), confirmed: false });
  }
  lapse(head, now, waits, confirm);
  return derived;
}

/** `derive` for readers: the transitions alone. */
export function recentTransitions(timeline: Timeline, waits: Waits, now: Instant): Transition[] {
  return derive(timeline, waits, now).map(({ transition }) => transition);
}

function changeOf(timeline: Timeline, before: Head, after: Head, event: RecentEvent): Transition {
  const inOutage = after.outage !== undefined;
  const hidden = before.link === after.link;
  const down = inOutage ? "offline" : "suspect";
  const up = inOutage ? "recovering" : "online";
  return {
    identity: timeline.identity,
    state: after.link === "down" ? down : up,
    at: after.since,
    cause: event.sequence,
    noticedAt: event.noticedAt,
    source: "event",
    hidden: hidden ? true : undefined,
  };
}
