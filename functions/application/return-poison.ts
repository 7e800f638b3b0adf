/**
 * Brings back what the queues gave up on, now that the store answers. A message is sent again before it is taken
 * out of poison: a crash between makes two of it, which its handler does not mind.
 */
import { deliveryLabel } from "../domain/delivery.ts";
import type { Deps } from "./deps.ts";
import { giveUpDelivery } from "./give-up-delivery.ts";
import { inLanes } from "./in-lanes.ts";
import { TooLongError, TransientError } from "./ports.ts";
import type { PoisonMessage, QueueName } from "./ports.ts";
import { reject } from "./reject.ts";
import { rejectMessage } from "./reject-message.ts";
import { elementsOf } from "./replay.ts";
import type { Element } from "./replay.ts";

/** As many as a queue gives at once. */
const MOST_AT_ONCE = 32;

export interface Returned {
  /** Messages that were taken up, whatever became of them. */
  readonly taken: number;
  readonly failed: number;
  /** The queues that had some. */
  readonly queues: readonly QueueName[];
}

/**
 * Takes from each of the queues in turn, at most `limit` messages altogether. One that fails stays in poison,
 * hidden for two minutes, and holds nothing back.
 * @throws TransientError when the store or the queues do not answer.
 */
export async function returnPoison(
  deps: Deps,
  from: readonly QueueName[],
  limit: number,
  mayBegin: () => boolean,
): Promise<Returned> {
  let taken = 0;
  let failed = 0;
  const queues: QueueName[] = [];
  for (const [index, queue] of from.entries()) {
    const share = Math.min(MOST_AT_ONCE, Math.ceil((limit - taken) / (from.length - index)));
    const messages = share > 0 ? await deps.queues.takePoison(queue, share) : [];
    taken += messages.length;
    if (messages.length > 0) queues.push(queue);
    const work = async (message: PoisonMessage): Promise<void> => {
      try {
        await bringBack(deps, message);
      } catch (error) {
        failed += 1;
        deps.log.warn("sweep", { kind: "poison", queue, reason: "failed", error: String(error) });
        // One message's trouble, or the store's? If it does not answer, the others need not be tried.
        if (error instanceof TransientError) await deps.store.ping();
      }
    };
    await inLanes(messages, { laneOf: ({ receipt }) => receipt, work, mayBegin });
  }
  return { taken, failed, queues };
}

async function bringBack(deps: Deps, message: PoisonMessage): Promise<void> {
  for (const element of elementsOf(message.text)) await bringBackElement(deps, message.queue, element);
  await deps.queues.removePoison(message);
}

async function bringBackElement(deps: Deps, queue: QueueName, element: Element): Promise<void> {
  const { name, text } = element;
  switch (name) {
    case "again":
      return sendAgain(deps, queue, text);
    case "exhausted":
      if (queue === "notifications") await giveUp(deps, element.value);
      return exhaust(deps, queue, text);
    case "notJson":
    case "notAnObject":
      return rejectUnmarked(deps, queue, element);
    default:
      return name satisfies never;
  }
}

async function sendAgain(deps: Deps, queue: QueueName, text: string): Promise<void> {
  try {
    await deps.queues.send(queue, text);
  } catch (error) {
    if (!(error instanceof TooLongError)) throw error;
    // There is no room for the mark, and without it nothing would ever end this.
    await exhaust(deps, queue, text);
  }
}

/**
 * The end of a message that failed some twenty times over. What it stood for:
 * - an event is kept whole, and can be sent again by hand: it finds its place by its sequence;
 * - a deadline and a look are instants in their documents, where the sweep goes on finding them;
 * - a delivery is dead by now, and people have heard of it.
 *
 * The line is what an alert rule looks for. It is written once what it tells of is kept, also if that was so
 * already: an earlier answer may have been lost, and with it the line.
 */
async function exhaust(deps: Deps, queue: QueueName, text: string): Promise<void> {
  const detail = `the queue ${queue} gave up on it, and it came back as often as it may`;
  const body = queue === "notifications" ? deliveryLabel(text) : text;
  const id = await reject(deps, { way: queue, reason: "exhausted", detail, body });
  deps.log.error("exhausted", { queue, id: id ?? "kept already" });
}

/** A delivery that cannot be given up must not keep its message circling. */
async function giveUp(
  deps: Deps,
  { delivery, incidentId }: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (typeof delivery !== "string" || typeof incidentId !== "string") return;
  try {
    await giveUpDelivery(deps, incidentId, delivery, "it could not be handled");
  } catch (error) {
    if (error instanceof TransientError) throw error;
    deps.log.error("notGivenUp", { error: String(error) });
  }
}

/** It cannot be marked, so it must not come back: it is rejected for what its handler would have said. */
async function rejectUnmarked(deps: Deps, queue: QueueName, { name, text }: Element): Promise<void> {
  if (queue !== "events") return rejectMessage(deps, queue, text);
  const why =
    name === "notJson"
      ? { reason: "notJson", detail: "The body is not JSON." }
      : { reason: "notAnEvent", detail: "An event must be a JSON object." };
  await reject(deps, { way: queue, ...why, body: text });
}
