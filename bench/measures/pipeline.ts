/**
 * The event pipeline on SQLite in memory: the reader on a body as the host hands it over, the decision, the document
 * out of the store and back into it. Its floor is what any program must do that keeps such a document with
 * `node:sqlite`: read it, parse it, change it, serialise it, and replace it if it is unchanged. Both use tables of
 * the same schema, indexes included, and documents that grow alike, by an event each.
 *
 * In it: the log's lines, written and dropped. Not in it: queues and their messages.
 */
import { readEvents } from "../../functions/adapters/event-grid/read-events.ts";
import { makeSqliteStore } from "../../functions/adapters/sqlite/sqlite-store.ts";
import { receiveEvents } from "../../functions/application/receive-events.ts";
import { SECOND_MS } from "../../functions/domain/time.ts";
import { openBareTable } from "../bare-table.ts";
import { blipEvent } from "../blips.ts";
import { threadMicros } from "../cpu.ts";
import { deviceName, eventBody, HUB } from "../events.ts";
import type { HubEvent } from "../events.ts";
import { makeDeps } from "../product.ts";
import { comparisonRow } from "../report.ts";
import type { Report } from "../report.ts";
import { inTurns } from "../rounds.ts";

const DEVICES = 300;
/** After its first connect, which creates the document: twelve blips. */
const EVENTS_EACH = 24;
const EVENTS = DEVICES * EVENTS_EACH;

export async function measurePipeline(): Promise<Report> {
  const compared = await inTurns({ product: productRound, floor: floorRound, rounds: 11, warmUp: 3 });
  const format = (rate: number): string => `${(rate / 1000).toFixed(1)} k/s`;
  const measure = "event pipeline, SQLite in memory";
  return {
    rows: [comparisonRow(compared, { measure, format, goal: { atLeast: 0.5 } })],
    notes: [
      `pipeline: ${(1e6 / compared.product.median).toFixed(1)} µs an event, ` +
        `${(1e6 / compared.floor.median).toFixed(1)} µs its floor; ${EVENTS_EACH} events each of ${DEVICES} devices.`,
    ],
  };
}

/** Events per second of the thread's own time. */
async function productRound(): Promise<number> {
  const store = makeSqliteStore({ path: ":memory:" });
  let now = 0;
  const deps = makeDeps({ store, clock: { now: () => now, pause: async () => {} } });
  const receive = ({ event, body }: Delivered): Promise<void> => {
    now = event.at + SECOND_MS;
    return receiveEvents(deps, readEvents, body);
  };
  for (const first of deliveries(1)) await receive(first);
  const rest = laterDeliveries();
  const micros = await threadMicros(async () => {
    for (const one of rest) await receive(one);
  });
  const last = await store.connections.read({ hub: HUB, deviceId: deviceName(DEVICES - 1) });
  if (last?.value.recent.length !== 1 + EVENTS_EACH) throw new Error("not every event was kept");
  await store.close();
  return (EVENTS * 1e6) / micros;
}

async function floorRound(): Promise<number> {
  const table = openBareTable();
  for (const { event } of deliveries(1)) table.create(event);
  const rest = laterDeliveries();
  const micros = await threadMicros(() => {
    for (const { event } of rest) table.change(event);
  });
  table.close();
  return (EVENTS * 1e6) / micros;
}

interface Delivered {
  readonly event: HubEvent;
  readonly body: unknown;
}

/** The event of this number, of every device. */
function deliveries(number: number): Delivered[] {
  return Array.from({ length: DEVICES }, (_, index) => {
    const event = blipEvent(deviceName(index), number);
    return { event, body: eventBody(event) };
  });
}

function laterDeliveries(): Delivered[] {
  return Array.from({ length: EVENTS_EACH }, (_, index) => deliveries(index + 2)).flat();
}
