/**
 * Connections in a table, with nothing of the product but the table's schema: the floor under the event pipeline.
 * The document has the fields and the size of the product's, so that reading and writing it costs what it costs there.
 */
import { DatabaseSync } from "node:sqlite";

import { prepareSchema } from "../functions/adapters/sqlite/schema.ts";
import { deviceKey } from "../functions/domain/identity.ts";
import { MINUTE_MS, SECOND_MS } from "../functions/domain/time.ts";
import { eventId, HUB, sequenceText } from "./events.ts";
import type { HubEvent } from "./events.ts";

const GRACE_MS = 5 * MINUTE_MS;

export interface BareTable {
  create(event: HubEvent): void;
  /** Read, parse, change, serialise, replace if unchanged. Throws when there was nothing to replace. */
  change(event: HubEvent): void;
  close(): void;
}

export function openBareTable(): BareTable {
  const database = new DatabaseSync(":memory:");
  prepareSchema(database, ":memory:");
  const insert = database.prepare("INSERT INTO connections (pk, id, version, body) VALUES (?, ?, 1, ?)");
  const select = database.prepare("SELECT version, body FROM connections WHERE pk = ? AND id = ?");
  const update = database.prepare(
    "UPDATE connections SET version = version + 1, body = ? WHERE pk = ? AND id = ? AND version = ?",
  );
  return {
    create: (event) => {
      const key = keyOf(event);
      insert.run(key, key, JSON.stringify(firstDocument(event)));
    },
    change: (event) => {
      const key = keyOf(event);
      const row = select.get(key, key);
      const document: BareDocument = JSON.parse(String(row?.["body"]));
      add(document, event);
      const { changes } = update.run(JSON.stringify(document), key, key, Number(row?.["version"]));
      if (changes !== 1) throw new Error(`nothing was replaced at ${key}`);
    },
    close: () => database.close(),
  };
}

type BareDocument = ReturnType<typeof firstDocument>;

function keyOf({ device }: HubEvent): string {
  return deviceKey({ hub: HUB, deviceId: device });
}

function firstDocument(event: HubEvent) {
  const key = keyOf(event);
  const cause = causeOf(event);
  const { at } = event;
  const head = {
    link: "up",
    cause,
    since: at,
    last: { sequence: cause, at },
    clock: at,
    drops: 0,
    outages: 0,
  };
  const base = { link: "none", since: 0, clock: 0, drops: 0, outages: 0 };
  const names = { v: 1, id: key, pk: key, hub: HUB, deviceId: event.device };
  const seen: { deadline?: number; lastConnectedAt: number; lastDisconnectedAt?: number } = {
    lastConnectedAt: at,
  };
  return { ...names, state: "online", since: at, cause, ...seen, head, base, recent: [rowOf(event)] };
}

function add(document: BareDocument, event: HubEvent): void {
  const cause = causeOf(event);
  const { at } = event;
  const isConnect = event.kind === "Connected";
  document.state = isConnect ? "online" : "suspect";
  document.since = at;
  document.cause = cause;
  if (isConnect) {
    delete document.deadline;
    document.lastConnectedAt = at;
  } else {
    document.deadline = at + GRACE_MS;
    document.lastDisconnectedAt = at;
  }
  const { head } = document;
  head.link = isConnect ? "up" : "down";
  head.cause = cause;
  head.since = at;
  head.last = { sequence: cause, at };
  head.clock = at;
  head.drops += isConnect ? 0 : 1;
  document.recent.push(rowOf(event));
}

function rowOf(event: HubEvent): [string, string, number, number, string] {
  const { kind, at } = event;
  return [kind === "Connected" ? "c" : "d", causeOf(event), at, at + SECOND_MS, eventId(event)];
}

/** Without its leading zeros, as the product keeps it. */
function causeOf({ number }: HubEvent): string {
  return sequenceText(number).replace(/^0+/, "");
}
