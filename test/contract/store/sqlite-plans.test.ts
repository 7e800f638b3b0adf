/** How SQLite goes about the queries: each by an index, in its order, and none by reading or sorting a whole table. */
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import type { Query } from "../../../functions/adapters/documents/container.ts";
import type { ContainerName } from "../../../functions/adapters/documents/containers.ts";
import { makeDocumentStore } from "../../../functions/adapters/documents/document-store.ts";
import { toCosmosSql } from "../../../functions/adapters/cosmos/sql.ts";
import { prepareSchema } from "../../../functions/adapters/sqlite/schema.ts";
import { toSqlite } from "../../../functions/adapters/sqlite/sql.ts";
import { makeSqliteEngine } from "../../../functions/adapters/sqlite/sqlite-store.ts";
import type { Store } from "../../../functions/application/ports.ts";
import { device, T0 } from "./samples.ts";

interface Asked {
  readonly container: ContainerName;
  readonly query: Query;
}

/** What a use of the store asks of its engine. */
async function asked(use: (store: Store) => Promise<unknown>): Promise<Asked[]> {
  const engine = makeSqliteEngine({ path: ":memory:" });
  const all: Asked[] = [];
  const store = makeDocumentStore(
    {
      ...engine,
      container: (name) => {
        const container = engine.container(name);
        const query = (one: Query) => {
          all.push({ container: name, query: one });
          return container.query(one);
        };
        return { ...container, query };
      },
    },
    () => {},
  );
  await use(store);
  await store.close();
  return all;
}

/** Its steps in SQLite's words, with the statistics of a full table as well as of an empty one. */
function planOf({ container, query }: Asked): string[] {
  const database = new DatabaseSync(":memory:");
  prepareSchema(database, "memory");
  const { text, parameters } = toSqlite(container, query, T0);
  const explain = (): string[] =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${text}`)
      .all(...parameters)
      .map(({ detail }) => String(detail));
  const empty = explain();
  database.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
    INSERT INTO ${container} SELECT 'p' || i, 'id' || i, 1, NULL,
      json_object('deadline', i, 'owedSince', i, 'dueAt', i, 'attemptAt', i, 'listedAs', 'l' || i,
        'state', 'online', 'deviceId', 'd' || i, 'incident', 'x' || i % 9, 'parent', 'p' || i % 9, 'openedKey', 'k' || i) FROM n`);
  database.exec("ANALYZE");
  const full = explain();
  database.close();
  return [...empty, ...full];
}

const sweeps: [string, (store: Store) => Promise<unknown>][] = [
  ["overdue deadlines", ({ connections }) => connections.overdue(T0, 100)],
  ["overdue deadlines from an instant on", ({ connections }) => connections.overdue(T0, 100, T0 - 9)],
  ["debts", ({ connections }) => connections.owing(T0, 100, T0 - 9)],
  ["incidents to look at", ({ incidents }) => incidents.due(T0, 100, T0 - 9)],
  ["deliveries to attempt", ({ deliveries }) => deliveries.due(T0, 100, T0 - 9)],
];

const lists: [string, (store: Store) => Promise<unknown>][] = [
  ...sweeps,
  ["an incident's members", ({ connections }) => connections.ofIncident("g!i")],
  ["the devices that the registry puts below one", ({ connections }) => connections.childrenOf(device)],
  ["a device and its modules", ({ connections }) => connections.ofDevice(device)],
  ["a device id", ({ connections }) => connections.ofDeviceId("d1")],
  ["a group's latest incident", ({ incidents }) => incidents.latest("g")],
  ["an incident's deliveries", ({ deliveries }) => deliveries.ofIncident("g!i")],
  ["a history", ({ transitions }) => transitions.history(device, undefined, 10)],
  ["rejected events", ({ rejected }) => rejected.page(undefined, 100)],
  ["rejected events, further on", ({ rejected }) => rejected.page("2026", 100)],
];

describe("each query goes by an index", () => {
  it.each(lists)("%s", async (_, use) => {
    const queries = await asked(use);
    expect(queries.length).toBeGreaterThan(0);
    for (const plan of queries.flatMap(planOf)) {
      expect(plan).toMatch(/^SEARCH \w+ USING (COVERING )?INDEX /);
      expect(plan).not.toMatch(/TEMP B-TREE|SCAN/);
    }
  });
});

describe("the sweep's queries need one index of one field in Cosmos DB", () => {
  it.each(sweeps)("%s", async (_, use) => {
    const [{ query } = { query: undefined }, ...others] = await asked(use);
    if (query === undefined) throw new Error("nothing was asked");
    expect(others).toEqual([]);
    expect(query.where?.map(({ field }) => field).every((field) => field === query.orderBy)).toBe(true);
    const path = `c["${query.orderBy}"]`;
    expect(toCosmosSql(query).query).toMatch(
      /^SELECT TOP 100 c\["id"\], .* FROM c WHERE .* ORDER BY .* ASC$/,
    );
    expect(toCosmosSql(query).query.endsWith(`ORDER BY ${path} ASC`)).toBe(true);
  });
});
