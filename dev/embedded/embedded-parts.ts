/** The laptop's cloud: queues, an outbox and a SQLite database, and where an app finds them. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startOutbox } from "../outbox/outbox.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { startAzurite } from "./azurite.ts";
import { makeTeardown } from "./teardown.ts";
import type { Teardown } from "./teardown.ts";

export interface EmbeddedOptions {
  /** Keeps everything between runs; without it the parts live in memory, or in a folder that goes with them. */
  readonly dataDir?: string | undefined;
  /** The port of an outbox to be started, or the address of one that runs already. */
  readonly outbox: { readonly port: number } | { readonly url: string };
  /** Which parts are wanted: the others are the caller's. */
  readonly queues: boolean;
  /** `memory` is for the process that starts the parts; `file` can be opened by others and by several. */
  readonly store: "none" | "memory" | "file";
}

export type OutboxAddress = Pick<Outbox, "url" | "workflowUrl">;

export interface Embedded {
  readonly outbox: OutboxAddress;
  readonly queueConnectionString?: string;
  /** For `LINEWATCH_SQLITE`. */
  readonly sqlite?: string;
  stop(): Promise<void>;
}

/** Throws a PortTakenError when somebody else listens on the outbox's port; nothing is left running then. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const teardown = makeTeardown();
  try {
    if (options.dataDir !== undefined) await mkdir(options.dataDir, { recursive: true });
    const outbox = await outboxOf(options, teardown);
    const sqlite = await sqliteOf(options, teardown);
    const queueConnectionString = await queuesOf(options, teardown);
    return {
      outbox,
      ...(queueConnectionString === undefined ? {} : { queueConnectionString }),
      ...(sqlite === undefined ? {} : { sqlite }),
      stop: () => teardown.run(),
    };
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function outboxOf({ outbox, dataDir }: EmbeddedOptions, teardown: Teardown): Promise<OutboxAddress> {
  if ("url" in outbox) {
    const url = outbox.url.replace(/\/+$/, "");
    return { url, workflowUrl: (name) => `${url}/workflow/${encodeURIComponent(name)}` };
  }
  const started = await startOutbox({
    ...outbox,
    ...(dataDir === undefined ? {} : { dataFile: join(dataDir, "outbox.jsonl") }),
  });
  teardown.add(() => started.stop());
  return started;
}

async function sqliteOf(
  { store, dataDir }: EmbeddedOptions,
  teardown: Teardown,
): Promise<string | undefined> {
  if (store === "none") return undefined;
  if (dataDir !== undefined) return join(dataDir, "linewatch.db");
  if (store === "memory") return ":memory:";
  const folder = await mkdtemp(join(tmpdir(), "linewatch-"));
  teardown.add(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "linewatch.db");
}

async function queuesOf(
  { queues, dataDir }: EmbeddedOptions,
  teardown: Teardown,
): Promise<string | undefined> {
  if (!queues) return undefined;
  const azurite = await startAzurite(dataDir === undefined ? {} : { dataDir: join(dataDir, "queues") });
  teardown.add(() => azurite.stop());
  return azurite.connectionString;
}
