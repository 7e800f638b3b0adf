/**
 * What the product knew at a moment, as far as its own histories and the deliveries tell: what it surely knew, and what it
 * possibly knew. Where both are the same, everything that it should have concluded then is certain.
 */
import type { IdentityKey } from "../../../functions/domain/identity.ts";
import { SECOND_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import type { HubEvent } from "../fleet/hub.ts";
import { DAMPING, GRACE_MS, MOMENT_MS, RECOVERY_MS } from "../tempo.ts";
import { dropsOf, episodesOf } from "../truth/damping.ts";
import type { Episode } from "../truth/damping.ts";
import { tellStory } from "../truth/story.ts";
import type { Story } from "../truth/story.ts";
import { handedOver } from "./facts.ts";
import type { Facts } from "./facts.ts";

/** By how much two nodes may disagree, and so a drop's time be another one among other events. */
const SKEW_MS = SECOND_MS / 2;

/** How long two that write the same document may contend for it. */
const CONTEST_MS = 2 * SECOND_MS;

/** What a member's events amounted to at a moment at which they were known for certain. */
export interface Certain {
  readonly story: Story;
  readonly episodes: readonly Episode[];
}

/** `from`, `to`: all that time nothing else was known. Undefined where that is not certain. */
export function certainFor(facts: Facts, key: IdentityKey, from: Instant, to: Instant): Certain | undefined {
  const surely = surelyKnown(facts, key, from);
  const events = eventsOf(facts, key);
  const possibly = events.filter(({ id }) => handedOver(facts.truth, id) <= to + MOMENT_MS);
  if (surely.length === 0 || surely.length < possibly.length) return undefined;
  const story = tellStory(surely, { graceMs: GRACE_MS, recoveryMs: RECOVERY_MS }, to);
  return { story, episodes: episodesOf(dropsOf(story, DAMPING), DAMPING) };
}

/** When it flapped for certain by what was surely known at a moment, whatever else was. */
export function sureEpisodes(facts: Facts, key: IdentityKey, knownAt: Instant): Episode[] {
  return leastEpisodes(facts, key, surelyKnown(facts, key, knownAt), knownAt);
}

/** Whether it was surely known at `from` that it flaps, and went on doing so until `until`. */
export function surelyFlaps(facts: Facts, key: IdentityKey, from: Instant, until = from): boolean {
  return covers(sureEpisodes(facts, key, from), from, until);
}

/**
 * The same by what was surely known to whoever knew of a change that was noticed at `noticedAt`: an identity is one document,
 * so that this one and all that was written before it were known together.
 */
export function surelyFlapsWith(
  facts: Facts,
  key: IdentityKey,
  noticedAt: Instant,
  [from, until]: readonly [Instant, Instant],
): boolean {
  const noticed = noticedBy(facts, key);
  const known = eventsOf(facts, key).filter(({ sequence }) => {
    const at = noticed.get(sequence) ?? Infinity;
    return at === noticedAt || at + CONTEST_MS <= noticedAt;
  });
  return covers(leastEpisodes(facts, key, known, noticedAt), from, until);
}

/** Each weighs as a drop; as an outage, where it had been noticed as one. */
function leastEpisodes(
  { truth, app }: Facts,
  key: IdentityKey,
  known: readonly HubEvent[],
  knownAt: Instant,
): Episode[] {
  const noticed = (app.histories.get(key) ?? []).filter(
    ({ state, noticedAt, retractedAt }) =>
      state === "offline" && retractedAt === null && noticedAt <= knownAt,
  );
  const story = truth.stories.get(key);
  const begun = new Set<string>(
    story?.outages.flatMap(({ first }) => story.stretches[first]?.event.sequence ?? []),
  );
  const outages = new Set(
    noticed.flatMap(({ cause }) => (cause !== null && begun.has(cause) ? [cause] : [])),
  );
  const drops = known
    .filter(({ kind }) => kind === "disconnected")
    .map(({ at, sequence }) => ({ at, weight: outages.has(sequence) ? DAMPING.outage : DAMPING.drop }))
    .toSorted((a, b) => a.at - b.at);
  return episodesOf(drops, DAMPING);
}

function covers(episodes: readonly Episode[], from: Instant, until: Instant): boolean {
  return episodes.some((one) => one.since <= from && until < one.until);
}

/**
 * The first moment at which it can have been taken for one that flaps, whatever was missing: each drop weighs most and wears
 * off from the connect that ended it, before which a later one can have stood for it. Infinity for one that never can.
 */
export function mayFlapFrom(facts: Facts, key: IdentityKey): Instant {
  const stretches = facts.truth.stories.get(key)?.stretches ?? [];
  const weight = Math.max(DAMPING.drop, DAMPING.outage);
  const drops: { readonly endedAt: Instant; readonly handedAt: Instant }[] = [];
  for (const [place, { at, up, hidden, lengthMs, event }] of stretches.entries()) {
    if (up && !hidden) continue;
    const later = stretches.slice(place + 1).find((one) => one.up);
    const endedAt = up ? at : (later?.at ?? at + lengthMs);
    drops.push({ endedAt, handedAt: handedOver(facts.truth, event.id) });
    const penalty = drops.reduce(
      (sum, one) => sum + weight * 2 ** (Math.min(0, one.endedAt + SKEW_MS - at) / DAMPING.halfLifeMs),
      0,
    );
    if (penalty >= DAMPING.suppress) return Math.min(...drops.map(({ handedAt }) => handedAt));
  }
  return Infinity;
}

function surelyKnown(facts: Facts, key: IdentityKey, at: Instant): HubEvent[] {
  const noticed = noticedBy(facts, key);
  return eventsOf(facts, key).filter(({ sequence }) => (noticed.get(sequence) ?? Infinity) + MOMENT_MS <= at);
}

/** By when each event was known at the latest: what needed a wait says when that was over. */
function noticedBy({ app }: Facts, key: IdentityKey): ReadonlyMap<string, Instant> {
  const noticed = new Map<string, Instant>();
  for (const { cause, noticedAt } of app.histories.get(key) ?? []) {
    if (cause !== null) noticed.set(cause, Math.min(noticedAt, noticed.get(cause) ?? Infinity));
  }
  return noticed;
}

function eventsOf({ truth }: Facts, key: IdentityKey): HubEvent[] {
  return (truth.stories.get(key)?.stretches ?? []).map(({ event }) => event);
}
