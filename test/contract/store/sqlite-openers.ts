/** A thread that opens and closes the file each time the shared flag is raised, and says what went wrong. */
import { parentPort, workerData } from "node:worker_threads";

import { makeSqliteStore } from "../../../functions/adapters/sqlite/sqlite-store.ts";

const { flag, path, rounds }: { flag: Int32Array; path: string; rounds: number } = workerData;

for (let round = 0; round < rounds; round++) {
  Atomics.wait(flag, 0, round);
  parentPort?.postMessage(await openOnce());
}

async function openOnce(): Promise<string> {
  try {
    const store = makeSqliteStore({ path });
    await store.connections.read({ hub: "h", deviceId: "d" });
    await store.close();
    return "";
  } catch (error) {
    return String(error);
  }
}
