/**
 * The pipeline with real queues, against the same calls of the SDK with nothing of ours: take up to 16 messages from
 * `events`, work on them at once as the host does, send a delayed message for each disconnect, delete each. Both
 * sides are driven by the same loop, and both wait for the same azurite, which is a process of its own.
 *
 * In it on our side: base64, the reader, the use case, SQLite in memory, the queues' adapter. Not in it: the host,
 * its locks and its polling.
 */
import { QueueServiceClient } from "@azure/storage-queue";
import type { DequeuedMessageItem, QueueClient } from "@azure/storage-queue";

import { startAzurite } from "../../dev/embedded/azurite.ts";
import { readEvents } from "../../functions/adapters/event-grid/read-events.ts";
import { makeSqliteStore } from "../../functions/adapters/sqlite/sqlite-store.ts";
import { makeQueues } from "../../functions/adapters/storage-queue/queues.ts";
import { receiveEvents } from "../../functions/application/receive-events.ts";
import { SECOND_MS } from "../../functions/domain/time.ts";
import type { Instant } from "../../functions/domain/time.ts";
import { blipEvent } from "../blips.ts";
import { deviceName, eventBody, HUB, sequenceText } from "../events.ts";
import { makeDeps } from "../product.ts";
import { comparisonRow } from "../report.ts";
import type { Report } from "../report.ts";
import { inTurns } from "../rounds.ts";

const DEVICES = 32;
const EVENTS_A_ROUND = 2 * DEVICES;
const BATCH = 16;
const WAIT_S = 180;
const START: Instant = Date.UTC(2026, 10, 21);

/** What a side does with a message's text before the loop deletes it. */
type Work = (text: string) => Promise<void>;

/** The messages of one round: a blip of every device. */
interface Blips {
  readonly disconnects: readonly string[];
  readonly connects: readonly string[];
  /** When the last of them has arrived. */
  readonly at: Instant;
}

export async function measureQueues(): Promise<Report> {
  const azurite = await startAzurite();
  const service = QueueServiceClient.fromConnectionString(azurite.connectionString);
  const events = service.getQueueClient("events");
  const deadlines = service.getQueueClient("deadlines");
  await Promise.all([events.create(), deadlines.create()]);
  const product = makeProduct(azurite.connectionString);
  const side = (workOn: (blips: Blips) => Work) => async (round: number) => {
    const blips = blipsOf(round);
    await fill(events, blips);
    const perSecond = await drain(events, workOn(blips));
    const { approximateMessagesCount: sent } = await deadlines.getProperties();
    if (sent !== DEVICES) throw new Error(`${DEVICES} disconnects sent ${sent} messages`);
    await deadlines.clearMessages();
    return perSecond;
  };
  const floor = side((blips) => bareWork(deadlines, blips));
  const compared = await inTurns({ product: side(product.workOn), floor, rounds: 31, warmUp: 6 });
  await product.close();
  await azurite.stop();
  const format = (rate: number): string => `${Math.round(rate)} events/s`;
  const measure = "pipeline with real queues";
  return { rows: [comparisonRow(compared, { measure, format, goal: { atLeast: 0.85 } })], notes: [] };
}

function blipsOf(round: number): Blips {
  const texts = (number: number): string[] =>
    Array.from({ length: DEVICES }, (_, index) => base64(eventBody(blipEvent(deviceName(index), number))));
  const last = 2 * round + 3;
  return {
    disconnects: texts(last - 1),
    connects: texts(last),
    at: blipEvent("any", last).at + SECOND_MS,
  };
}

function base64(body: unknown): string {
  return Buffer.from(JSON.stringify(body)).toString("base64");
}

/** All disconnects lie before the connects: no batch holds two events of a device. */
async function fill(events: QueueClient, { disconnects, connects }: Blips): Promise<void> {
  for (const texts of [disconnects, connects]) {
    await Promise.all(texts.map((text) => events.sendMessage(text)));
  }
}

/** The loop of both sides. @returns messages a second. */
async function drain(events: QueueClient, work: Work): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  while (done < EVENTS_A_ROUND) {
    const { receivedMessageItems } = await events.receiveMessages({
      numberOfMessages: BATCH,
      visibilityTimeout: 60,
    });
    await Promise.all(receivedMessageItems.map((message) => finish(events, message, work)));
    done += receivedMessageItems.length;
  }
  return (done * SECOND_MS) / (performance.now() - startedAt);
}

async function finish(events: QueueClient, message: DequeuedMessageItem, work: Work): Promise<void> {
  const { messageId, popReceipt, messageText } = message;
  await work(messageText);
  await events.deleteMessage(messageId, popReceipt);
}

function makeProduct(connectionString: string) {
  const store = makeSqliteStore({ path: ":memory:" });
  let now = 0;
  const queues = makeQueues({ connectionString });
  const deps = makeDeps({ store, queues, clock: { now: () => now, pause: async () => {} } });
  const work: Work = (text) => {
    const body: unknown = JSON.parse(Buffer.from(text, "base64").toString());
    return receiveEvents(deps, readEvents, body);
  };
  const workOn = ({ at }: Blips): Work => {
    now = at;
    return work;
  };
  return { workOn, close: () => store.close() };
}

/** A message as long as a deadline's, with the options of one, for each message that is known to be a disconnect. */
function bareWork(deadlines: QueueClient, { disconnects }: Blips): Work {
  const due = new Set(disconnects);
  const identity = { hub: HUB, deviceId: deviceName(0) };
  const message = base64({ identity, sequence: sequenceText(1), dueAt: START });
  const options = { visibilityTimeout: WAIT_S, messageTimeToLive: -1 };
  return async (text) => {
    if (due.has(text)) await deadlines.sendMessage(message, options);
  };
}
