/** The fold inside a connection's document: its heads, and the events that are kept, a row each. */
import * as z from "zod";
import type { Head, RecentEvent } from "../../domain/connection.ts";
import { parseSequence } from "../../domain/sequence.ts";
import { instant, sequence, sequenceText } from "./fields.ts";

const damping = z.strictObject({
  penalty: z.number(),
  at: instant,
  suppressedSince: instant.optional(),
  runSince: instant,
  runDrops: z.number(),
  flappedDrops: z.number().optional(),
});

const rhythm = z.strictObject({
  at: instant,
  periods: z.array(z.number()),
  expectedMs: z.number().optional(),
  renewal: z.strictObject({ at: instant, periodMs: z.number() }).optional(),
});

export const head = z.strictObject({
  link: z.enum(["none", "up", "down"]),
  cause: sequence.optional(),
  since: instant,
  outage: z.strictObject({ cause: sequence, since: instant }).optional(),
  last: z.strictObject({ sequence, at: instant }).optional(),
  clock: instant,
  lastConnectedAt: instant.optional(),
  lastDisconnectedAt: instant.optional(),
  drops: z.number(),
  outages: z.number(),
  damping: damping.optional(),
  rhythm: rhythm.optional(),
});

export function shapeOfHead(value: Head): z.input<typeof head> {
  const { link, cause, since, outage, last, clock, drops, outages, damping: penalty, rhythm: beat } = value;
  return {
    link,
    cause: cause && sequenceText(cause),
    since,
    outage: outage && { cause: sequenceText(outage.cause), since: outage.since },
    last: last && { sequence: sequenceText(last.sequence), at: last.at },
    clock,
    lastConnectedAt: value.lastConnectedAt,
    lastDisconnectedAt: value.lastDisconnectedAt,
    drops,
    outages,
    damping: penalty,
    rhythm: beat && { ...beat, periods: [...beat.periods] },
  };
}

/** Kind (connected, disconnected), sequence, time, time noticed, event id. */
type Row = readonly ["c" | "d", string, number, number, string];

/** Read by hand, since there are up to 48 of them: a schema for each field takes four times as long. */
export const recentEvents = z.array(z.unknown()).transform((rows, context): RecentEvent[] => {
  const events: RecentEvent[] = [];
  for (const row of rows) {
    const event = eventOfRow(row);
    if (event === undefined) {
      context.issues.push({ code: "custom", message: "not an event's row", input: row });
      return z.NEVER;
    }
    events.push(event);
  }
  return events;
});

export function rowOfEvent({ kind, sequence: number, at, noticedAt, eventId }: RecentEvent): Row {
  return [kind === "connected" ? "c" : "d", sequenceText(number), at, noticedAt, eventId];
}

function eventOfRow(row: unknown): RecentEvent | undefined {
  if (!Array.isArray(row) || row.length !== 5) return undefined;
  const [kind, text, at, noticedAt, eventId]: readonly unknown[] = row;
  if ((kind !== "c" && kind !== "d") || typeof text !== "string" || typeof eventId !== "string")
    return undefined;
  if (typeof at !== "number" || typeof noticedAt !== "number") return undefined;
  const number = parseSequence(text);
  if (number === undefined) return undefined;
  return { kind: kind === "c" ? "connected" : "disconnected", sequence: number, at, noticedAt, eventId };
}
