/**
 * What IoT Hub makes of a member's true history: once a period it looks, and publishes the state it finds where anything
 * has changed since, under a sequence number that counts every change, the hidden ones too.
 */
import type { IdentityKey } from "../../../functions/domain/identity.ts";
import type { Identity } from "../../../functions/domain/identity.ts";
import { parseSequence } from "../../../functions/domain/sequence.ts";
import type { Sequence } from "../../../functions/domain/sequence.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import type { Chance } from "../../outbox/chance.ts";
import { SNAPSHOT_MS } from "../tempo.ts";
import type { Downtime } from "./downtimes.ts";
import type { Member } from "./sites.ts";

export interface HubEvent {
  readonly identity: Identity;
  readonly key: IdentityKey;
  readonly kind: "connected" | "disconnected";
  readonly sequence: Sequence;
  /** The event's time: that of the last change before the snapshot, by the clock of the node that saw it. */
  readonly at: Instant;
  /** When the hub publishes it. */
  readonly emittedAt: Instant;
  readonly id: string;
}

export interface TrueHistory {
  readonly from: Instant;
  readonly connectsAt: Instant;
  readonly downtimes: readonly Downtime[];
}

interface Change {
  readonly at: Instant;
  readonly up: boolean;
}

/** By how much the clocks of the hub's nodes disagree, at most. */
const SKEW_MS = 150;

/**
 * In order of their sequence numbers. `downtimes` are apart from each other and later than the first connect; `from` is when
 * the run begins.
 */
export function publish(
  member: Member,
  { from, connectsAt, downtimes }: TrueHistory,
  chance: Chance,
): HubEvent[] {
  const changes: Change[] = [
    { at: connectsAt, up: true },
    ...downtimes.flatMap(({ from, to }) => [
      { at: from, up: false },
      { at: to, up: true },
    ]),
  ];
  const phase = from + chance.between(0, SNAPSHOT_MS - 1);
  const snapshotOf = (at: Instant): number => Math.floor((at - phase) / SNAPSHOT_MS);
  const byBase = BigInt(chance.between(1, 1_000_000)) << 64n;
  return changes.flatMap(({ at, up }, index): HubEvent[] => {
    const next = changes[index + 1];
    if (next !== undefined && snapshotOf(next.at) === snapshotOf(at)) return [];
    const sequence = sequenceOf(byBase + BigInt(index + 1));
    const { identity, key } = member;
    return [
      {
        identity,
        key,
        kind: up ? "connected" : "disconnected",
        sequence,
        at: chance.happens(0.1) ? at + chance.between(-SKEW_MS, SKEW_MS) : at,
        emittedAt: phase + (snapshotOf(at) + 1) * SNAPSHOT_MS,
        id: `${key}.${index + 1}`,
      },
    ];
  });
}

function sequenceOf(number: bigint): Sequence {
  const sequence = parseSequence(number.toString(16));
  if (sequence === undefined) throw new RangeError("a sequence number has at most 64 digits");
  return sequence;
}
