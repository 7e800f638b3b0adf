/** The engines that lists are paged over: SQLite in memory, and the emulator of Cosmos DB. */
import { afterAll, beforeAll } from "vitest";

import { makeCosmosStore } from "../../../../functions/adapters/cosmos/cosmos-store.ts";
import { makeSqliteStore } from "../../../../functions/adapters/sqlite/sqlite-store.ts";
import type { Store } from "../../../../functions/application/ports.ts";
import { startCosmosEmulator } from "../../../contract/store/emulator.ts";
import type { CosmosEmulator } from "../../../contract/store/emulator.ts";

let emulator: CosmosEmulator | undefined;

/** For a file whose tests use `ENGINES`. */
export function useEmulator(): void {
  beforeAll(async () => {
    emulator = await startCosmosEmulator();
  });
  afterAll(() => emulator?.stop());
}

async function openCosmos(): Promise<Store> {
  if (emulator === undefined) throw new Error("the emulator is not up");
  const { endpoint, key } = emulator;
  const database = await emulator.makeDatabase();
  return makeCosmosStore({ endpoint, database, auth: { key } });
}

/** The emulator looks at every document for each query, so that it gets fewer runs. */
export const ENGINES = [
  { name: "SQLite", open: async () => makeSqliteStore({ path: ":memory:" }), numRuns: 40 },
  { name: "Cosmos DB", open: openCosmos, numRuns: 8 },
];
