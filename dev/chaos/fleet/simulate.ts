/** A whole run before it begins: who drops when, what the hub publishes of it, and how that is delivered. */
import type { IdentityKey } from "../../../functions/domain/identity.ts";
import { SECOND_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import { makeChance } from "../../outbox/chance.ts";
import type { Chance } from "../../outbox/chance.ts";
import { planDeliveries } from "./deliveries.ts";
import type { Delivery } from "./deliveries.ts";
import { noticedBy, ownDowntimes, united, uplinkDowntimes } from "./downtimes.ts";
import type { Downtime, Span } from "./downtimes.ts";
import { publish } from "./hub.ts";
import type { HubEvent } from "./hub.ts";
import { makeSites } from "./sites.ts";
import type { Member, Site } from "./sites.ts";

export interface Simulation {
  readonly sites: readonly Site[];
  readonly members: readonly Member[];
  /** In order of their sequence numbers; nothing for a member that never connected. */
  readonly events: ReadonlyMap<IdentityKey, readonly HubEvent[]>;
  readonly deliveries: readonly Delivery[];
  /** When the last event happens: after it everything stays as it is. */
  readonly until: Instant;
}

export interface SimulationOptions {
  readonly seed: number;
  /** How many events the hub publishes. */
  readonly events: number;
  /** When the fleet begins to connect. */
  readonly from: Instant;
}

/** Everybody connects within so much time. */
const ARRIVAL_MS = 2 * SECOND_MS;
/** How long a gateway's `$edgeHub` is gone before those behind it are. */
const LASTING_MS = 3 * SECOND_MS;
/** No delivery is later than this part of the run: a short run has to end. */
const LATE_PART = 4;

/** The same options give the same run. */
export function simulate({ seed, events: count, from }: SimulationOptions): Simulation {
  const chance = makeChance(seed);
  const sites = makeSites(Math.min(15, Math.max(4, Math.ceil(count / 330))));
  const members = sites.flatMap((site) => site.members);
  const haste = Math.min(5, Math.max(1, 2_000 / count));
  // Nobody falls silent before the last event: there are events for a good while more, which are cut off.
  const span: Span = { from: from + ARRIVAL_MS, until: from + 300 * SECOND_MS + count * 200, haste };
  const uplinks = new Map(
    [...new Set(members.map(({ uplink }) => uplink))].map((name) => [name, uplinkDowntimes(span, chance)]),
  );
  const own = new Map(members.map((member) => [member.key, ownDowntimes(member.temper, span, chance)]));
  const published = members.flatMap((member) =>
    publish(
      member,
      {
        from,
        connectsAt: from + chance.between(0, ARRIVAL_MS - 1),
        downtimes: downtimesOf(member, own, uplinks.get(member.uplink), chance),
      },
      chance,
    ),
  );
  const first = published.toSorted((a, b) => a.emittedAt - b.emittedAt).slice(0, count);
  const kept = new Set(first);
  const events = Map.groupBy(
    published.filter((event) => kept.has(event)),
    ({ key }) => key,
  );
  const until = first.at(-1)?.emittedAt ?? from;
  const deliveries = planDeliveries(
    [...events.values()],
    { from, longestMs: (until - from) / LATE_PART },
    chance,
  );
  return { sites, members, events, deliveries, until };
}

/** Its own, those of what it reaches the hub through, and those of the uplink that all of them share. */
function downtimesOf(
  { key, through, uplink }: Member,
  own: ReadonlyMap<IdentityKey, readonly Downtime[]>,
  shared: readonly Downtime[] | undefined,
  chance: Chance,
): Downtime[] {
  const above = through === undefined ? [] : (own.get(through) ?? []);
  // What is over at once takes nobody along.
  const lasting = above.filter(({ from, to }) => to - from >= LASTING_MS);
  const common = uplink === undefined || shared === undefined ? [] : shared;
  return united([...(own.get(key) ?? []), ...noticedBy([...lasting, ...common], chance)]);
}
