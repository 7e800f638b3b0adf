/**
 * A history told in the plainest way, as an oracle for the fold: every event opens a stretch that lasts to the next
 * one, and long stretches are outages or their ends. It looks at the whole at once and shares nothing with the fold.
 */
import type { ConnectionState } from "../../../functions/domain/connection.ts";
import type { ConnectionEvent } from "../../../functions/domain/evidence.ts";
import type { WaitSettings } from "../../../functions/domain/decide.ts";
import type { Sequence } from "../../../functions/domain/sequence.ts";
import type { Instant } from "../../../functions/domain/time.ts";

interface Stretch {
  readonly kind: ConnectionEvent["kind"];
  readonly cause: Sequence;
  readonly from: Instant;
  readonly isLong: boolean;
}

export interface Told {
  readonly state: ConnectionState | undefined;
  readonly drops: number;
  /** Those that were confirmed by the time of the last event. */
  readonly outages: number;
  readonly lastConnectedAt: Instant | undefined;
  readonly lastDisconnectedAt: Instant | undefined;
}

function stretchesOf(events: readonly ConnectionEvent[], now: Instant, waits: WaitSettings): Stretch[] {
  const starts = events.map((_, index) => Math.max(...events.slice(0, index + 1).map(({ at }) => at)));
  return events.map(({ kind, sequence }, index) => {
    const from = starts[index] ?? now;
    const lengthMs = (starts[index + 1] ?? now) - from;
    const isLong = lengthMs >= (kind === "disconnected" ? waits.graceMs : waits.recoveryMs);
    return { kind, cause: sequence, from, isLong };
  });
}

/** The outage that stands after the last stretch: begun by a long one down, not ended by a long one up. */
function standing(stretches: readonly Stretch[]): Stretch | undefined {
  const end = stretches.findLastIndex(({ kind, isLong }) => kind === "connected" && isLong);
  return stretches.slice(end + 1).find(({ kind, isLong }) => kind === "disconnected" && isLong);
}

function stateOf(stretches: readonly Stretch[], waits: WaitSettings): ConnectionState | undefined {
  const last = stretches.at(-1);
  if (last === undefined) return undefined;
  const { cause, from: since } = last;
  const outage = standing(stretches);
  if (last.kind === "connected") {
    if (outage === undefined) return { name: "online", since, cause };
    return {
      name: "recovering",
      since,
      cause,
      offlineSince: outage.from,
      deadline: since + waits.recoveryMs,
    };
  }
  if (outage !== undefined) return { name: "offline", since: outage.from, cause: outage.cause };
  return { name: "suspect", since, cause, deadline: since + waits.graceMs };
}

export function retell(events: readonly ConnectionEvent[], now: Instant, waits: WaitSettings): Told {
  const stretches = stretchesOf(events, now, waits);
  const begins = stretches
    .slice(0, -1)
    .filter(
      ({ isLong, kind }, index) => isLong && kind === "disconnected" && !standing(stretches.slice(0, index)),
    );
  const hidden = stretches.filter(
    ({ kind }, index) => kind === "connected" && stretches[index - 1]?.kind === kind,
  );
  const downs = stretches.filter(({ kind }) => kind === "disconnected");
  const ups = stretches.filter(({ kind }) => kind === "connected");
  return {
    state: stateOf(stretches, waits),
    drops: downs.length + hidden.length,
    outages: begins.length,
    lastConnectedAt: ups.at(-1)?.from,
    lastDisconnectedAt: downs.at(-1)?.from,
  };
}
