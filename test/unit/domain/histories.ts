/** Histories for properties: the connection events of one identity as hub nodes stamp them, and their arrivals. */
import * as fc from "fast-check";
import type { Connection } from "../../../functions/domain/connection.ts";
import type { ConnectionEvent, Evidence } from "../../../functions/domain/evidence.ts";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import { recentTransitions } from "../../../functions/domain/history.ts";
import { parseSequence } from "../../../functions/domain/sequence.ts";
import type { Sequence } from "../../../functions/domain/sequence.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import { FLAPPING, RENEWAL } from "./policies.ts";

export const T0: Instant = Date.UTC(2026, 10, 21, 9, 0, 0);
export const SETTINGS = {
  graceMs: 5 * MINUTE_MS,
  recoveryMs: 90 * SECOND_MS,
  damping: FLAPPING,
  renewal: RENEWAL,
};
export const IDENTITY = { hub: "contoso-hub", deviceId: "pump-1" };

export function seq(number: number): Sequence {
  const sequence = parseSequence(number.toString(16));
  if (sequence === undefined) throw new Error(`not a sequence number: ${number}`);
  return sequence;
}

export function event(
  kind: ConnectionEvent["kind"],
  number: number,
  atMs: number,
  eventId = `e${number}`,
): ConnectionEvent {
  return { kind, sequence: seq(number), at: T0 + atMs, eventId };
}

export const up = (number: number, atMs: number): ConnectionEvent => event("connected", number, atMs);
export const down = (number: number, atMs: number): ConnectionEvent => event("disconnected", number, atMs);

/**
 * Events with rising sequence numbers; gaps from seconds to a quarter of an hour, the boundaries of grace and
 * recovery among them; some changes hidden by the snapshot; two hub nodes whose clocks differ by up to 2 min.
 */
export const history: fc.Arbitrary<ConnectionEvent[]> = fc
  .record({
    startsDown: fc.boolean(),
    gaps: fc.array(
      fc.record({
        gapMs: fc.oneof(
          fc.integer({ min: 0, max: 15 * MINUTE_MS }),
          fc.constantFrom(
            0,
            SETTINGS.graceMs,
            SETTINGS.recoveryMs,
            SETTINGS.graceMs - 1,
            SETTINGS.recoveryMs - 1,
          ),
        ),
        hidden: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
        skewMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 110 * SECOND_MS })),
      }),
      { minLength: 1, maxLength: 40 },
    ),
  })
  .map(({ startsDown, gaps }) => {
    let isDown = !startsDown;
    let at = 0;
    return gaps.map(({ gapMs, hidden, skewMs }, index) => {
      if (!hidden) isDown = !isDown;
      at += gapMs;
      // A skewed node stamps too early, never so early that it would look like another life.
      return event(isDown ? "disconnected" : "connected", index + 1, Math.max(0, at - skewMs));
    });
  });

/** An order of delivery in which an event is overtaken by fewer than 32 later ones, with repetitions. */
export function shuffled<T>(items: readonly T[]): fc.Arbitrary<T[]> {
  const delay = fc.integer({ min: 0, max: 15 });
  return fc
    .array(fc.record({ delay, again: fc.option(delay, { freq: 4 }) }), {
      minLength: items.length,
      maxLength: items.length,
    })
    .map((delays) => {
      const arrivals = items.flatMap((item, index) => {
        const { delay: first = 0, again } = delays[index] ?? {};
        const once = { item, at: index + first };
        return again == null ? [once] : [once, { item, at: index + again + 0.5 }];
      });
      return arrivals.sort((a, b) => a.at - b.at).map(({ item }) => item);
    });
}

export function play(evidence: readonly Evidence[], nowOf: (index: number) => Instant): Connection {
  let connection = unknownConnection(IDENTITY);
  evidence.forEach((one, index) => {
    connection = decide(connection, one, SETTINGS, nowOf(index)).next;
  });
  return connection;
}

/** What must not depend on the order of arrival. */
export function truthOf(connection: Connection, now: Instant): unknown {
  const settled = decide(connection, { kind: "sweep" }, SETTINGS, now).next;
  const { judged: _timer, ...rest } = settled;
  return {
    state: rest.state,
    head: rest.head,
    tombstone: rest.tombstone,
    lastSeenAt: rest.lastSeenAt,
    registeredAt: rest.registeredAt,
    recent: rest.recent.map(({ noticedAt: _noticed, ...one }) => one),
    transitions: recentTransitions(settled, SETTINGS, now).map(({ noticedAt: _noticed, ...one }) => one),
  };
}

/** The records that a run has written, as a reader of the history would find them in the end. */
export function recordsOf(
  evidence: readonly Evidence[],
  nowOf: (index: number) => Instant,
  end: Instant,
): string[] {
  let connection = unknownConnection(IDENTITY);
  const records = new Map<string, boolean>();
  const note = (decision: ReturnType<typeof decide>): void => {
    for (const one of decision.transitions) {
      records.set(`${one.state} ${one.at - T0} ${one.cause ?? ""}`, one.retractedAt === undefined);
    }
    connection = decision.next;
  };
  evidence.forEach((one, index) => note(decide(connection, one, SETTINGS, nowOf(index))));
  note(decide(connection, { kind: "sweep" }, SETTINGS, end));
  return [...records].flatMap(([key, stands]) => (stands ? [key] : [])).sort();
}
