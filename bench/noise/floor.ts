/**
 * The floor under an identity that makes noise: an event's text read as JSON, and a document as the product keeps it of
 * an identity that toggles, read, parsed, serialised and replaced if it is unchanged; in a table with as many of them.
 */
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";

import { makeDocumentStore } from "../../functions/adapters/documents/document-store.ts";
import { prepareSchema } from "../../functions/adapters/sqlite/schema.ts";
import { makeSqliteEngine } from "../../functions/adapters/sqlite/sqlite-store.ts";
import { deviceKey } from "../../functions/domain/identity.ts";
import { deviceName, eventBody, HUB } from "../events.ts";
import type { HubEvent } from "../events.ts";
import { makeWorld } from "../world.ts";
import type { Rounds } from "./stories.ts";

const documentSchema = z.record(z.string(), z.unknown());

export interface Floor {
  /** The length of the document. */
  readonly characters: number;
  /** Throws when there was nothing to replace. */
  change(event: HubEvent): void;
  close(): void;
}

/** @param rounds of one device: its document after the last of them is the one that is kept of each device. */
export async function openFloor(devices: number, rounds: Rounds, last: number): Promise<Floor> {
  const document = await documentAfter(rounds, last);
  const database = new DatabaseSync(":memory:");
  prepareSchema(database, ":memory:");
  const insert = database.prepare("INSERT INTO connections (pk, id, version, body) VALUES (?, ?, 1, ?)");
  const select = database.prepare("SELECT version, body FROM connections WHERE pk = ? AND id = ?");
  const update = database.prepare(
    "UPDATE connections SET version = version + 1, body = ? WHERE pk = ? AND id = ? AND version = ?",
  );
  for (let index = 0; index < devices; index += 1) {
    const key = keyOf(deviceName(index));
    insert.run(key, key, JSON.stringify({ ...document, id: key, pk: key }));
  }
  return {
    characters: JSON.stringify(document).length,
    change: (event) => {
      bodyOf(event);
      const key = keyOf(event.device);
      const row = select.get(key, key);
      const body: object = JSON.parse(String(row?.["body"]));
      const next = JSON.stringify({ ...body, since: event.at });
      const { changes } = update.run(next, key, key, Number(row?.["version"]));
      if (changes !== 1) throw new Error(`nothing was replaced at ${key}`);
    },
    close: () => database.close(),
  };
}

/** The event's body, written as text and read again as the host does before a function gets it. */
export function bodyOf(event: HubEvent): unknown {
  return JSON.parse(JSON.stringify(eventBody(event)));
}

async function documentAfter(rounds: Rounds, last: number): Promise<z.infer<typeof documentSchema>> {
  const engine = makeSqliteEngine({ path: ":memory:" });
  const world = makeWorld({ store: makeDocumentStore(engine, () => {}) });
  for (let round = 0; round <= last; round += 1) {
    for (const { event, arrivesAt, now } of rounds(round)) {
      await world.run(now);
      world.arrive(eventBody(event), arrivesAt);
    }
  }
  await world.run();
  const key = keyOf(deviceName(0));
  const stored = await engine.container("connections").read(key, key);
  await engine.close();
  return documentSchema.parse(stored?.body);
}

function keyOf(deviceId: string): string {
  return deviceKey({ hub: HUB, deviceId });
}
