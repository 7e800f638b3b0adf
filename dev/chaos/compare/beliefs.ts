/**
 * What the product may have believed for a while: true outages, and those that its own history says it took back. Nothing
 * else can have made somebody a member of an incident.
 */
import type { IdentityKey } from "../../../functions/domain/identity.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import type { SeenTransition } from "../seen/read-app.ts";
import { GRACE_MS } from "../tempo.ts";
import type { Stretch } from "../truth/story.ts";
import { handedOver, memberOf } from "./facts.ts";
import type { Facts, Truth } from "./facts.ts";

export interface Start {
  /** It was not believed before. */
  readonly noticedAt: Instant;
  /** It was none. */
  readonly denied: boolean;
}

export interface Beliefs {
  /** Beginnings of outages. */
  readonly starts: ReadonlyMap<Instant, Start>;
  readonly ends: ReadonlySet<Instant>;
  /** Whether it can have been taken for out at that moment, as far as events were known by then. */
  outAt(at: Instant): boolean;
}

export function beliefsOf({ truth, app }: Facts, key: IdentityKey): Beliefs {
  const story = truth.stories.get(key);
  const history = app.histories.get(key) ?? [];
  const stretches = story?.stretches ?? [];
  const confirmed = new Set(story?.outages.map(({ since }) => since));
  const believed = history.filter(
    ({ state, at, retractedAt }) => state === "offline" && (retractedAt !== null || confirmed.has(at)),
  );
  const starts = new Map(
    believed.map((one): [Instant, Start] => {
      const noticedAt = firstNoticed(truth, stretches, one, history);
      return [one.at, { noticedAt, denied: !confirmed.has(one.at) }];
    }),
  );
  const denied = believed.some(({ retractedAt }) => retractedAt !== null);
  const ends = new Set([
    ...(story?.outages.flatMap(({ until }) => until ?? []) ?? []),
    ...history
      .filter(({ state, retractedAt }) => state === "online" && retractedAt !== null)
      .map(({ at }) => at),
    // Who was out in error is back with whichever connect shows it.
    ...(denied ? stretches.filter(({ up }) => up).flatMap(({ at, event }) => [at, event.at]) : []),
  ]);
  const behind = memberOf(truth, key)?.behind === true;
  return {
    starts,
    ends,
    outAt: (at) =>
      (behind && wasDownAt(truth, stretches, at)) ||
      [...starts].some(
        ([since, { noticedAt }]) => noticedAt <= at && at <= knownBackBy(truth, stretches, since),
      ),
  };
}

/**
 * A record holds what was stated last. One that was stated in the very decision that took another beginning back, or put a
 * return before it, may stand again: it was moved away and returned, and when it was noticed first is not kept. It cannot
 * have been before its grace.
 */
function firstNoticed(
  truth: Truth,
  stretches: readonly Stretch[],
  { at, cause, noticedAt }: SeenTransition,
  history: readonly SeenTransition[],
): Instant {
  const standsAgain = history.some(
    (other) =>
      (other.state === "offline" && other.at !== at && other.retractedAt === noticedAt) ||
      (other.state === "online" && other.at <= at && other.noticedAt === noticedAt),
  );
  if (!standsAgain) return noticedAt;
  const event = stretches.find((one) => one.event.sequence === cause)?.event;
  const handed = event === undefined ? noticedAt : handedOver(truth, event.id);
  return Math.min(noticedAt, Math.max(at + GRACE_MS, handed));
}

/** Who is behind another one is out with it as soon as it is disconnected. */
function wasDownAt(truth: Truth, stretches: readonly Stretch[], at: Instant): boolean {
  return stretches.some(
    (one) => !one.up && handedOver(truth, one.event.id) <= at && at <= knownBackBy(truth, stretches, one.at),
  );
}

/** When the product must have learnt of a connect after it. */
function knownBackBy(truth: Truth, stretches: readonly Stretch[], since: Instant): Instant {
  const connects = stretches.filter(({ up, at }) => up && at >= since);
  return Math.min(Infinity, ...connects.map(({ event }) => handedOver(truth, event.id) + truth.learntMs));
}
