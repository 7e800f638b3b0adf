/** The document of an identity as the product itself writes it, after some blips. */
import * as z from "zod";

import { readEvents } from "../functions/adapters/event-grid/read-events.ts";
import { makeSqliteEngine } from "../functions/adapters/sqlite/sqlite-store.ts";
import { makeDocumentStore } from "../functions/adapters/documents/document-store.ts";
import { receiveEvents } from "../functions/application/receive-events.ts";
import { deviceKey } from "../functions/domain/identity.ts";
import { SECOND_MS } from "../functions/domain/time.ts";
import type { Instant } from "../functions/domain/time.ts";

import { blipEvent } from "./blips.ts";
import { eventBody, HUB } from "./events.ts";
import { makeDeps } from "./product.ts";

const documentSchema = z.record(z.string(), z.unknown());

/** With the events 1 to `last` of `blipEvent` in it. */
export async function sampleDocument(
  device: string,
  last: number,
  firstAt?: Instant,
): Promise<z.infer<typeof documentSchema>> {
  const engine = makeSqliteEngine({ path: ":memory:" });
  let now = 0;
  const store = makeDocumentStore(engine, () => {});
  const deps = makeDeps({ store, clock: { now: () => now, pause: async () => {} } });
  for (let number = 1; number <= last; number += 1) {
    const event = blipEvent(device, number, firstAt);
    now = event.at + SECOND_MS;
    await receiveEvents(deps, readEvents, eventBody(event));
  }
  const key = deviceKey({ hub: HUB, deviceId: device });
  const stored = await engine.container("connections").read(key, key);
  await store.close();
  return documentSchema.parse(stored?.body);
}
