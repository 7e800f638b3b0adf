/** What apps need beside them: queues and outbox as `npm run embedded` starts them, a store that fails, and a common clock. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import * as z from "zod";

import type { Teardown } from "../../embedded/teardown.ts";
import type { StoreName } from "../options.ts";
import { makeCosmosStore } from "../stores/cosmos.ts";
import { makeSqliteStore } from "../stores/sqlite.ts";
import type { ChaosStore, StoreOptions } from "../stores/store.ts";
import { startProcess } from "./process.ts";
import type { Surroundings } from "./process.ts";

/** What every app is given. */
export interface Parts extends Surroundings {
  /** The outbox's address, and the queues' connection string. */
  readonly outbox: string;
  readonly queues: string;
  readonly store: ChaosStore;
  /** The file by which the clocks of all processes are put forward. */
  readonly clock: string;
}

const CLOCK = new URL("../preload/clock.ts", import.meta.url);
const lineSchema = z.object({
  env: z.looseObject({
    AzureWebJobsStorage: z.string(),
    LINEWATCH_OUTBOX: z.url(),
  }),
});

export async function startParts(name: StoreName, options: StoreOptions, teardown: Teardown): Promise<Parts> {
  const clock = join(options.folder, "clock");
  await writeFile(clock, "0");
  const surroundings = { env: { CHAOS_CLOCK: clock }, preload: [CLOCK] };
  const embedded = startProcess({
    script: "dev/embedded.ts",
    args: ["--json"],
    log: join(options.folder, "embedded.log"),
    ...surroundings,
  });
  teardown.add(() => embedded.stop());
  const line = await embedded.line;
  if (line === undefined) throw new Error(`The embedded parts do not start; ${options.folder} says why.`);
  const { AzureWebJobsStorage: queues, LINEWATCH_OUTBOX: outbox } = lineSchema.parse(JSON.parse(line)).env;
  const store = name === "sqlite" ? await makeSqliteStore(options) : await makeCosmosStore(options);
  teardown.add(() => store.stop());
  const env = { ...surroundings.env, AzureWebJobsStorage: queues, LINEWATCH_OUTBOX: outbox };
  return { env, preload: surroundings.preload, outbox, queues, store, clock };
}
