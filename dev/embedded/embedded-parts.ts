/** The laptop's cloud: queues, an outbox and a SQLite file, and the environment that points the app at them. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Outbox } from "../outbox/outbox.ts";
import { startOutbox } from "../outbox/outbox.ts";
import { startAzurite } from "./azurite.ts";

export interface EmbeddedOptions {
  /** Keeps everything between runs; without it the parts live in memory, or in a folder that goes with them. */
  readonly dataDir?: string | undefined;
  readonly outboxPort: number;
  /** Which parts are wanted: the others are the caller's. */
  readonly queues: boolean;
  /** `memory` is for the process that starts the parts; `file` can be opened by others and by several. */
  readonly store: "none" | "memory" | "file";
}

export interface Embedded {
  readonly outbox: Outbox;
  readonly queueConnectionString?: string;
  /** For `LINEWATCH_SQLITE`. */
  readonly sqlite?: string;
  stop(): Promise<void>;
}

export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dataDir } = options;
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.toReversed()) await one();
  };
  try {
    if (dataDir !== undefined) await mkdir(dataDir, { recursive: true });
    const inDataDir = (name: string): string | undefined =>
      dataDir === undefined ? undefined : join(dataDir, name);
    const outboxFile = inDataDir("outbox.jsonl");
    const outbox = await startOutbox({
      port: options.outboxPort,
      ...(outboxFile === undefined ? {} : { dataFile: outboxFile }),
    });
    stops.push(() => outbox.stop());
    const sqlite =
      options.store === "none" ? undefined : await sqlitePath(options, inDataDir("linewatch.db"), stops);
    if (!options.queues) return { outbox, stop, ...(sqlite === undefined ? {} : { sqlite }) };
    const queueDir = inDataDir("queues");
    const azurite = await startAzurite(queueDir === undefined ? {} : { dataDir: queueDir });
    stops.push(() => azurite.stop());
    const queueConnectionString = azurite.connectionString;
    return { outbox, queueConnectionString, stop, ...(sqlite === undefined ? {} : { sqlite }) };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function sqlitePath(
  { store }: EmbeddedOptions,
  kept: string | undefined,
  stops: (() => Promise<void>)[],
): Promise<string> {
  if (kept !== undefined) return kept;
  if (store === "memory") return ":memory:";
  const folder = await mkdtemp(join(tmpdir(), "linewatch-"));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "linewatch.db");
}
