/** The stories whose calls are counted: of a device without parents, on a store that holds it and others. */
import type { DocumentEngine } from "../../functions/adapters/documents/container.ts";
import { makeDocumentStore } from "../../functions/adapters/documents/document-store.ts";
import type { Policy } from "../../functions/domain/policy.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import type { Instant } from "../../functions/domain/time.ts";
import { deviceName, eventBody } from "../events.ts";
import type { HubEvent } from "../events.ts";
import { POLICY } from "../product.ts";
import { makeWorld } from "../world.ts";
import { countingEngine } from "./counting-engine.ts";
import { makeTallyTaker } from "./tally.ts";
import type { Tally } from "./tally.ts";

export interface Stories {
  /** Disconnected for two minutes: both events, and the deadline that finds it connected. */
  readonly blip: Tally;
  /** The second event of the blip once more. */
  readonly duplicate: Tally;
  /** A blip more than a day after everything that is still kept of the device. */
  readonly blipNextDay: Tally;
  /** Out for twenty minutes: from the disconnect to RECOVERED at every receiver. */
  readonly outage: Tally;
}

export const STORY_START: Instant = Date.UTC(2026, 10, 21, 9);
const ARRIVAL_MS = SECOND_MS;

/** `device` is one that nothing is stored of; its first connect is not counted. */
export async function tellStories(
  engine: DocumentEngine,
  device: number,
  receivers: number,
): Promise<Stories> {
  const taker = makeTallyTaker();
  const store = makeDocumentStore(countingEngine(engine, taker.onCall), () => {});
  const world = makeWorld({
    store,
    policy: policyWith(receivers),
    onWork: taker.onWork,
    onSend: taker.onSend,
  });
  let number = 100;
  let at = STORY_START;
  const next = (kind: HubEvent["kind"], afterMs: number): HubEvent => {
    number += 1;
    at += afterMs;
    return { kind, device: deviceName(device), number, at };
  };
  const counted = async (...events: HubEvent[]): Promise<Tally> => {
    taker.restart();
    for (const event of events) world.arrive(eventBody(event), event.at + ARRIVAL_MS);
    await world.run();
    return taker.tally();
  };

  await counted(next("Connected", 0));
  const back = [next("Disconnected", MINUTE_MS), next("Connected", 2 * MINUTE_MS)];
  const blip = await counted(...back);
  const duplicate = await counted(...back.slice(1));
  const outage = await counted(next("Disconnected", 30 * MINUTE_MS), next("Connected", 20 * MINUTE_MS));
  if (world.delivered.count !== 2 * receivers) throw new Error("not every receiver heard of it twice");
  const blipNextDay = await counted(next("Disconnected", 25 * HOUR_MS), next("Connected", 2 * MINUTE_MS));
  return { blip, duplicate, outage, blipNextDay };
}

/** The one route, telling so many phones. */
function policyWith(receivers: number): Policy {
  const names = Array.from({ length: receivers }, (_, index) => `receiver-${index}`);
  return {
    ...POLICY,
    routes: POLICY.routes.map((route) => ({ ...route, notify: names })),
    receivers: names.map((name, index) => {
      const address = `+47900000${index.toString().padStart(2, "0")}`;
      return { name, channel: "sms", targets: [{ id: `sms:${address}`, channel: "sms", address }] };
    }),
  };
}
