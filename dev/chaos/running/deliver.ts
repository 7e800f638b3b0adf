/** Plays Event Grid: brings each delivery at its time, and a push again until an app has taken it. */
import { setTimeout as pause } from "node:timers/promises";

import type { Instant } from "../../../functions/domain/time.ts";
import type { Delivery } from "../fleet/deliveries.ts";
import { envelopeOf } from "../fleet/envelope.ts";

export interface Ways {
  /** Into the queue `events`. */
  readonly send: (event: unknown) => Promise<void>;
  /** The address of an app that is up, if one is. */
  readonly appUrl: () => string | undefined;
}

export interface Delivered {
  /** When each event, by its id, was first on its way. */
  readonly handedOverAt: ReadonlyMap<string, Instant>;
  /** How often a push had to come again. */
  readonly pushedAgain: number;
}

/** 10 s, 30 s, 1 min and 5 min of Event Grid's, in the tempo of the run. */
const RETRIES_MS = [200, 500, 1_000, 5_000];
/** How long Event Grid waits for an answer. */
const PATIENCE_MS = 30_000;

/** `deliveries` in order of time. Resolves when all are taken. */
export async function deliverAll(deliveries: readonly Delivery[], ways: Ways): Promise<Delivered> {
  const handedOverAt = new Map<string, Instant>();
  const underWay: Promise<number>[] = [];
  for (const delivery of deliveries) {
    await pause(Math.max(0, delivery.at - Date.now()));
    for (const { id } of delivery.events) handedOverAt.set(id, handedOverAt.get(id) ?? Date.now());
    underWay.push(deliver(delivery, ways));
  }
  const again = await Promise.all(underWay);
  return { handedOverAt, pushedAgain: again.reduce((sum, times) => sum + times, 0) };
}

/** @returns how often it had to come again. */
async function deliver({ way, events }: Delivery, { send, appUrl }: Ways): Promise<number> {
  const envelopes = events.map(envelopeOf);
  if (way === "queue") {
    for (const envelope of envelopes) await send(envelope);
    return 0;
  }
  for (let tries = 0; ; tries += 1) {
    const url = appUrl();
    if (url !== undefined && (await push(url, envelopes))) return tries;
    await pause(RETRIES_MS[tries] ?? RETRIES_MS.at(-1));
  }
}

async function push(url: string, envelopes: readonly object[]): Promise<boolean> {
  try {
    const response = await fetch(`${url}/runtime/webhooks/EventGrid?functionName=events-push`, {
      method: "POST",
      headers: { "aeg-event-type": "Notification", "content-type": "application/json" },
      body: JSON.stringify(envelopes),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
