/** The store contract on Cosmos DB, by its emulator. */
import { afterAll, beforeAll } from "vitest";
import { makeCosmosEngine } from "../../../functions/adapters/cosmos/cosmos-store.ts";
import { startCosmosEmulator, type CosmosEmulator } from "./emulator.ts";
import { describeStore } from "./store-contract.ts";

let emulator: CosmosEmulator | undefined;

beforeAll(async () => {
  emulator = await startCosmosEmulator();
});

afterAll(async () => {
  await emulator?.stop();
});

describeStore("Cosmos DB", async () => {
  if (emulator === undefined) throw new Error("the emulator is not up");
  const { endpoint, key } = emulator;
  return makeCosmosEngine({ endpoint, database: await emulator.makeDatabase(), auth: { key } });
});
