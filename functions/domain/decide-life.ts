/** What registration, deletion and telemetry make of a connection: evidence without a number, placed by its time. */
import { lastSeen } from "./connection.ts";
import type { Connection, Tombstone } from "./connection.ts";
import type { LifeEvent, RegistryRead } from "./evidence.ts";
import type { Waits } from "./fold.ts";
import { SKEW_MS, bury, highest } from "./life.ts";
import type { Kept } from "./life.ts";
import { revise, unchanged } from "./revise.ts";
import type { Facts } from "./record.ts";
import type { Decision } from "./revise.ts";
import { MINUTE_MS } from "./time.ts";
import type { Instant } from "./time.ts";

/** Last seen is written only when it moves by this much: telemetry must not cost a write each. */
const SEEN_STEP_MS = 5 * MINUTE_MS;

/** The facts with other events kept; what was stamped in a former life is not of this one. */
export function factsAfter(before: Connection, kept: Kept): Facts {
  const tombstone = beforeRegistration(kept.tombstone, before.registeredAt);
  const since = tombstone?.at ?? -Infinity;
  const inLife = (at: Instant | undefined): Instant | undefined =>
    at === undefined || at <= since ? undefined : at;
  const { registeredAt, lastSeenAt } = before;
  // Another life may be another device: what the registry says of it is yet to be read.
  const registry = inLife(before.registry?.at) === undefined ? undefined : before.registry;
  return { ...kept, tombstone, registeredAt: inLife(registeredAt), lastSeenAt: inLife(lastSeenAt), registry };
}

/** A registration after the former life is the earliest newcomer of this one: an inferred tombstone lies before it. */
function beforeRegistration(
  tombstone: Tombstone | undefined,
  registeredAt: Instant | undefined,
): Tombstone | undefined {
  const former = tombstone?.inferred?.former;
  if (tombstone === undefined || former === undefined || registeredAt === undefined) return tombstone;
  const isNewcomer = registeredAt > former.at && registeredAt <= tombstone.at;
  return isNewcomer ? { at: registeredAt - 1, inferred: { former } } : tombstone;
}

/** When everything that is known of the identity's present life was stamped, at the latest. */
function latestKept(connection: Connection): Instant {
  const { recent, base, registeredAt, lastSeenAt } = connection;
  return Math.max(
    ...recent.map((event) => event.at),
    base.last === undefined ? -Infinity : base.clock,
    registeredAt ?? -Infinity,
    lastSeenAt ?? -Infinity,
  );
}

/**
 * Whether there is a life that a registration at `at` could end. What is kept aside has begun none; and a first
 * connect stamped a moment before the registration is the other hub node's clock.
 */
function hasLived({ base, recent, head, registeredAt }: Connection, at: Instant): boolean {
  if (registeredAt !== undefined || base.link !== "none") return true;
  return head.link !== "none" && recent.some((event) => event.at < at - SKEW_MS);
}

export function onCreated(before: Connection, { at }: LifeEvent, waits: Waits, now: Instant): Decision {
  const { tombstone } = before;
  if (tombstone !== undefined && at <= tombstone.at) {
    const moved = beforeRegistration(tombstone, at);
    if (moved === tombstone) return unchanged(before, "formerLife");
    const facts = { ...before, tombstone: moved, registeredAt: at };
    return revise(before, facts, { waits, now, reason: () => "recreated" });
  }
  if (before.registeredAt === at) return unchanged(before, "duplicate");
  const former = highest(before);
  if (hasLived(before, at) && at > latestKept(before)) {
    const inferred = former === undefined ? {} : { former: { sequence: former.sequence, at: former.at } };
    const facts = factsAfter(before, bury(before, { at: at - 1, inferred }));
    return revise(before, { ...facts, registeredAt: at }, { waits, now, reason: () => "recreated" });
  }
  if (before.registeredAt !== undefined && before.registeredAt > at) return unchanged(before, "notNewer");
  return revise(before, { ...before, registeredAt: at }, { waits, now, reason: () => "registered" });
}

export function onDeleted(before: Connection, { at }: LifeEvent, waits: Waits, now: Instant): Decision {
  const { tombstone } = before;
  if (tombstone !== undefined && at <= tombstone.at) {
    if (tombstone.inferred === undefined)
      return unchanged(before, at === tombstone.at ? "duplicate" : "formerLife");
    const { former } = tombstone.inferred;
    // Something of the former life is later than this deletion: it ended an even earlier one.
    if (former !== undefined && former.at > at) return unchanged(before, "formerLife");
  }
  const kept = bury(before, { at });
  return revise(before, factsAfter(before, kept), { waits, now, reason: () => "deleted" });
}

export function onTelemetry(before: Connection, { at }: LifeEvent, waits: Waits, now: Instant): Decision {
  if (before.tombstone !== undefined && at <= before.tombstone.at) return unchanged(before, "formerLife");
  const seen = lastSeen(before);
  if (seen !== undefined && at < seen + SEEN_STEP_MS) return unchanged(before, "notNewer");
  return revise(before, { ...before, lastSeenAt: at }, { waits, now, reason: () => "seen" });
}

/** What the registry says holds from the moment at which it was read. */
export function onRegistryRead(
  before: Connection,
  { at, enabled, parent }: RegistryRead,
  waits: Waits,
  now: Instant,
): Decision {
  const { registry, tombstone } = before;
  if (tombstone !== undefined && at <= tombstone.at) return unchanged(before, "formerLife");
  if (registry !== undefined && at <= registry.at) return unchanged(before, "notNewer");
  if (registry?.enabled === enabled && registry.parent === parent) return unchanged(before, "duplicate");
  const facts = { ...before, registry: { at, enabled, parent } };
  return revise(before, facts, { waits, now, reason: () => "registryRead" });
}
