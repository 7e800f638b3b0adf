/**
 * What damping holds back: an outage of who flaps is told only if it lasts, RECOVERED waits until the member is stable, and
 * nobody is told of more often than its outages and drops allow. And what it owes: who flaps for a good while is told of.
 */
import type { IdentityKey } from "../../../functions/domain/identity.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import { SECOND_MS } from "../../../functions/domain/time.ts";
import type { SeenIncident, SeenTransition } from "../seen/read-app.ts";
import { nameOf } from "../seen/read-app.ts";
import { DAMPING, LONG_OUTAGE_MS, MOMENT_MS } from "../tempo.ts";
import { dropsOf } from "../truth/damping.ts";
import { beliefsOf } from "./beliefs.ts";
import { memberOf } from "./facts.ts";
import type { Difference, Facts } from "./facts.ts";
import { sureEpisodes, surelyFlapsWith } from "./knowledge.ts";

type SeenMember = SeenIncident["members"][number];

/** Of an incident of who is out. */
export function compareDamped(facts: Facts, incident: SeenIncident): Difference[] {
  const { announcedAt, resolvedAt, outcome, members } = incident;
  const hushed =
    announcedAt !== null &&
    members.length > 0 &&
    members.every((member) => isHushed(facts, member, announcedAt));
  const early =
    outcome === "recovered" && resolvedAt !== null
      ? members.filter((member) => leftFlapping(facts, member, resolvedAt)).map((one) => nameOf(one))
      : [];
  return [
    ...(hushed ? ["it was announced for who flaps, and none of them was out for long"] : []),
    ...(early.length === 0 ? [] : [`it is over while ${early.join(", ")} flaps`]),
  ];
}

function isHushed(facts: Facts, { key, from }: SeenMember, at: Instant): boolean {
  const denied = [...beliefsOf(facts, key).starts].flatMap(([start, one]) => (one.denied ? [start] : []));
  const isLong = at - Math.min(from, ...denied) >= LONG_OUTAGE_MS;
  return !isLong && flapsSince(facts, key, { state: "offline", at: from }, at);
}

/** Who has come back once is back, though it drops again: it must have flapped from when its return was known. */
function leftFlapping(facts: Facts, { key, to }: SeenMember, resolvedAt: Instant): boolean {
  if (to === null || memberOf(facts.truth, key)?.behind === true) return false;
  return flapsSince(facts, key, { state: "online", at: to }, resolvedAt);
}

/** Whether it surely flapped from when this change of it was noticed. */
function flapsSince(
  facts: Facts,
  key: IdentityKey,
  change: Pick<SeenTransition, "state" | "at">,
  until: Instant,
): boolean {
  const noticed = (facts.app.histories.get(key) ?? []).flatMap(({ state, at, noticedAt }) =>
    state === change.state && at === change.at ? [noticedAt] : [],
  );
  const from = Math.max(...noticed);
  return from <= until && surelyFlapsWith(facts, key, from, [from, until]);
}

/**
 * Of whom an incident tells that was out, or dropped twice. Who is behind another one is told of with that by each drop, and
 * then by itself if it does not come back.
 */
export function compareOften(facts: Facts): Difference[] {
  return facts.truth.members.flatMap(({ key, identity, behind }) => {
    const drops = dropsOf(facts.truth.stories.get(key), DAMPING).length;
    const taken = (facts.app.histories.get(key) ?? []).filter(
      ({ state, retractedAt }) => state === "online" && retractedAt !== null,
    );
    const most = behind
      ? { outage: 2 * drops, flapping: drops }
      : { outage: beliefsOf(facts, key).starts.size + taken.length, flapping: Math.floor(drops / 2) };
    return (["outage", "flapping"] as const).flatMap((kind) => {
      const count = facts.app.incidents.filter(
        (one) =>
          one.kind === kind && one.announcedAt !== null && one.members.some((member) => member.key === key),
      ).length;
      if (count <= most[kind]) return [];
      return [`${nameOf(identity)} is in ${count} announced ${kind} incidents, at most ${most[kind]} may be`];
    });
  });
}

/** Long enough to be told, if nothing fails meanwhile. */
const GOOD_WHILE_MS = 15 * SECOND_MS;

export interface Flappers {
  /** Who surely flapped for a good while, once for each time; and how many of those were told of. */
  readonly long: number;
  readonly told: number;
}

/**
 * Any single one may have been over before the product, killed and with a store that fails, came to say so. But not most of
 * them.
 */
export function flappersOf(facts: Facts): Flappers {
  const found = facts.truth.members.flatMap(({ key }) => longEpisodes(facts, key));
  return { long: found.length, told: found.filter(({ told }) => told).length };
}

const ENOUGH = 8;

export function compareFlappers(facts: Facts): Difference[] {
  const { long, told } = flappersOf(facts);
  if (long < ENOUGH || 2 * told >= long) return [];
  return [`of ${long} that surely flapped for a good while ${told} were told of`];
}

function longEpisodes(facts: Facts, key: IdentityKey): { readonly told: boolean }[] {
  const moments = (facts.app.histories.get(key) ?? []).map(({ noticedAt }) => noticedAt + MOMENT_MS);
  const found = new Map<Instant, boolean>();
  for (const from of moments) {
    const until = from + GOOD_WHILE_MS;
    for (const { since, ...one } of sureEpisodes(facts, key, from)) {
      if (since > from || one.until <= until) continue;
      found.set(since, found.get(since) === true || isTold(facts, key, since, one.until));
    }
  }
  return [...found.values()].map((told) => ({ told }));
}

function isTold({ app }: Facts, key: IdentityKey, since: Instant, until: Instant): boolean {
  return app.incidents.some(
    ({ kind, announcedAt, members }) =>
      kind === "flapping" &&
      announcedAt !== null &&
      members.some((one) => one.key === key && one.from <= until && (one.to ?? Infinity) >= since),
  );
}
