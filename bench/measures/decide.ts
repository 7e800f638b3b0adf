/**
 * The decision on an event for an identity whose window of recent events is full, against reading that event's
 * text as JSON. Full is a window that has reached 48: from then on it fills from 32 to 48 again and again, and the
 * event that makes it 48 also folds the sixteen oldest into the base and writes down their transitions. All sixteen
 * decisions of that cycle count alike; the notes part them.
 *
 * In it: `decide` alone, on an event read already. Not in it: the store, the document, the reader.
 */
import { decide, unknownConnection } from "../../functions/domain/decide.ts";
import type { Connection } from "../../functions/domain/connection.ts";
import type { ConnectionEvent } from "../../functions/domain/evidence.ts";
import { parseSequence } from "../../functions/domain/sequence.ts";
import { MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import { threadMicros } from "../cpu.ts";
import { eventBody, eventId, HUB, sequenceText } from "../events.ts";
import type { HubEvent } from "../events.ts";
import { comparisonRow } from "../report.ts";
import type { Report } from "../report.ts";
import { inTurns } from "../rounds.ts";
import { spreadOf } from "../statistics.ts";
import { POLICY } from "../product.ts";

const WAITS = {
  graceMs: 5 * MINUTE_MS,
  recoveryMs: 90 * SECOND_MS,
  damping: POLICY.flapping,
  renewal: POLICY.renewal,
};
const START = Date.UTC(2026, 10, 21);
const DEVICE = "device-000007";
const FULL = 48;
const CYCLE = 16;
const ROUNDS = { rounds: 15, warmUp: 4 };
/** The system counts a thread's time in steps of 4 ms: a round has to be long beside one. */
const TIMES = 160_000;
const ARRIVAL_MS = SECOND_MS;

interface Case {
  readonly connection: Connection;
  readonly event: ConnectionEvent;
  readonly text: string;
}

export async function measureDecide(): Promise<Report> {
  const cases = fullWindow();
  const perSecond = (work: (one: Case) => unknown) => () => rateOf(cases, work);
  const compared = await inTurns({
    product: perSecond(decideOn),
    floor: perSecond(({ text }) => JSON.parse(text)),
    ...ROUNDS,
  });
  const format = (rate: number): string => `${Math.round(rate / 1000)} k/s`;
  const measure = "decide, a full window (32 to 48 and again)";
  const filling = await microsOf(cases.slice(0, -1));
  const moving = await microsOf(cases.slice(-1));
  return {
    rows: [comparisonRow(compared, { measure, format, goal: { atLeast: 1 } })],
    notes: [
      `decide: ${filling.toFixed(2)} µs while the window fills, ${moving.toFixed(2)} µs for the event that makes it ` +
        `${FULL} and moves ${CYCLE} to the base; JSON.parse of an event of ${cases[0]?.text.length} characters: ` +
        `${(1e6 / compared.floor.median).toFixed(2)} µs.`,
    ],
  };
}

/** The sixteen connections of one cycle, each with the event that comes next, the one that moves events last. */
function fullWindow(): readonly Case[] {
  const cases: Case[] = [];
  let connection = unknownConnection({ hub: HUB, deviceId: DEVICE });
  for (let number = 1; number <= FULL + CYCLE; number += 1) {
    const { event, text } = eventNumber(number);
    if (number > FULL) cases.push({ connection, event, text });
    // What was owed has been performed by the time of the next event.
    connection = { ...decideOn({ connection, event }).next, owed: undefined };
  }
  if (connection.recent.length !== FULL - CYCLE) throw new Error("the window is not as full as it should be");
  return cases;
}

/** Blips: every twenty minutes a disconnect, and a minute later the connect. */
function eventNumber(number: number): Pick<Case, "event" | "text"> {
  const isConnect = number % 2 === 1;
  const at = START + Math.floor(number / 2) * 20 * MINUTE_MS + (isConnect ? MINUTE_MS : 0);
  const hubEvent: HubEvent = { kind: isConnect ? "Connected" : "Disconnected", device: DEVICE, number, at };
  const sequence = parseSequence(sequenceText(number));
  if (sequence === undefined) throw new Error("not a sequence number");
  const body = eventBody(hubEvent);
  const kind = isConnect ? "connected" : "disconnected";
  return { event: { kind, sequence, at, eventId: eventId(hubEvent) }, text: JSON.stringify(body) };
}

function decideOn({ connection, event }: Pick<Case, "connection" | "event">) {
  return decide(connection, event, WAITS, event.at + ARRIVAL_MS);
}

/** Times per second of the thread's own time. */
async function rateOf(cases: readonly Case[], work: (one: Case) => unknown): Promise<number> {
  const turns = Math.ceil(TIMES / cases.length);
  const micros = await threadMicros(() => {
    for (let turn = 0; turn < turns; turn += 1) for (const one of cases) work(one);
  });
  return (turns * cases.length * 1e6) / micros;
}

async function microsOf(cases: readonly Case[]): Promise<number> {
  const micros: number[] = [];
  for (let round = 0; round < ROUNDS.rounds; round += 1) micros.push(1e6 / (await rateOf(cases, decideOn)));
  return spreadOf(micros).median;
}
