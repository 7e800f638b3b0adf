/** A process that uses the Cosmos DB store ends when its work does. */
import { fork } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startCosmosEmulator } from "../../contract/store/emulator.ts";

it("keeps no process alive once it is closed", async () => {
  const emulator = await startCosmosEmulator();
  const database = await emulator.makeDatabase();
  const child = fork(join(import.meta.dirname, "cosmos-client.ts"), [
    emulator.endpoint,
    emulator.key,
    database,
  ]);
  const code = await new Promise((resolve) => child.once("exit", resolve));
  await emulator.stop();
  expect(code).toBe(0);
});
