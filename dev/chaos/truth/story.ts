/**
 * What a member's events amount to once all of them are known: the product's rules told a second time, as the lengths of
 * stretches between events instead of a fold, so that a fault of the one is not a fault of the other.
 */
import type { Sequence } from "../../../functions/domain/sequence.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import type { HubEvent } from "../fleet/hub.ts";

export interface Waits {
  readonly graceMs: number;
  readonly recoveryMs: number;
}

/** From one event to the next; the last one never ends, or where the story does. */
export interface Stretch {
  readonly event: HubEvent;
  readonly up: boolean;
  /** The event's time, or its predecessor's where two clocks disagree. */
  readonly at: Instant;
  readonly lengthMs: number;
  /** The same kind as the one before: the change between was hidden by the snapshot. */
  readonly hidden: boolean;
}

export interface TrueTransition {
  readonly state: "online" | "suspect" | "offline" | "recovering";
  readonly at: Instant;
  readonly cause: Sequence;
  readonly hidden: boolean;
  /** It begins or ends an outage. */
  readonly confirms: boolean;
}

export interface Outage {
  readonly since: Instant;
  /** Its place among the stretches. */
  readonly first: number;
  /** The connect that ended it; absent while it lasts. */
  readonly until?: Instant;
}

export interface Story {
  readonly stretches: readonly Stretch[];
  /** One for each event, oldest first. */
  readonly transitions: readonly TrueTransition[];
  /** Those that lasted the grace. */
  readonly outages: readonly Outage[];
  readonly state: "online" | "offline";
  readonly since: Instant;
  readonly lastConnectedAt: Instant | undefined;
  readonly lastDisconnectedAt: Instant | undefined;
}

/** `events`: at least one, in order of their sequence numbers. `until`: what has not happened by then is not counted on. */
export function tellStory(events: readonly HubEvent[], waits: Waits, until: Instant = Infinity): Story {
  const stretches = stretchesOf(events, until);
  const transitions: TrueTransition[] = [];
  const outages: Outage[] = [];
  let standing: Outage | undefined;
  for (const [index, stretch] of stretches.entries()) {
    const { up, at, lengthMs } = stretch;
    const begins = standing === undefined && !up && lengthMs >= waits.graceMs;
    const ends = standing !== undefined && up && lengthMs >= waits.recoveryMs;
    if (begins) standing = { since: at, first: index };
    if (standing !== undefined && ends) {
      outages.push({ ...standing, until: at });
      standing = undefined;
    }
    transitions.push(transitionOf(stretch, standing !== undefined, begins || ends));
  }
  if (standing !== undefined) outages.push(standing);
  return { stretches, transitions, outages, ...endOf(stretches, standing) };
}

function stretchesOf(events: readonly HubEvent[], until: Instant): Stretch[] {
  let latest = -Infinity;
  const starts = events.map(({ at }) => (latest = Math.max(latest, at)));
  return events.map((event, index) => {
    const at = starts[index] ?? event.at;
    const up = event.kind === "connected";
    return {
      event,
      up,
      at,
      lengthMs: (starts[index + 1] ?? until) - at,
      hidden: events[index - 1]?.kind === event.kind,
    };
  });
}

function transitionOf(
  { up, at, event, hidden }: Stretch,
  inOutage: boolean,
  confirms: boolean,
): TrueTransition {
  const down = inOutage ? "offline" : "suspect";
  const back = inOutage ? "recovering" : "online";
  return { state: up ? back : down, at, cause: event.sequence, hidden, confirms };
}

/** Nothing follows the last event: its stretch outlasts every wait. */
function endOf(stretches: readonly Stretch[], standing: Outage | undefined) {
  const last = stretches.at(-1);
  if (last === undefined) throw new RangeError("a story needs an event");
  return {
    state: last.up ? ("online" as const) : ("offline" as const),
    since: standing?.since ?? last.at,
    lastConnectedAt: stretches.findLast(({ up }) => up)?.at,
    lastDisconnectedAt: stretches.findLast(({ up }) => !up)?.at,
  };
}
