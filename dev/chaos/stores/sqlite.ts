/** A SQLite file, with faults in front of it inside each app's process. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import type { ChaosStore, StoreOptions } from "./store.ts";

const FAULTS = new URL("../preload/sqlite-faults.ts", import.meta.url);

export async function makeSqliteStore({ rate, seed, folder }: StoreOptions): Promise<ChaosStore> {
  const file = join(folder, "linewatch.db");
  const tally = join(folder, "sqlite-faults");
  await writeFile(tally, "");
  let starts = 0;
  let spared = false;
  return {
    name: "sqlite",
    surroundings: () => {
      if (spared) return { env: { LINEWATCH_SQLITE: file }, preload: [] };
      starts += 1;
      const faults = JSON.stringify({ rate, seed: seed + starts, tally });
      return { env: { LINEWATCH_SQLITE: file, CHAOS_STORE: faults }, preload: [FAULTS] };
    },
    spare: async () => {
      spared = true;
      const lines = (await readFile(tally, "utf8")).split("\n").filter((line) => line !== "");
      return new Map([...Map.groupBy(lines, (line) => line)].map(([kind, met]) => [kind, met.length]));
    },
    unfinished: async () => unfinishedIn(file),
    stop: async () => undefined,
  };
}

const WORK = [
  ["a connection owes something", "connections", "json_extract(body, '$.owedSince') IS NOT NULL"],
  ["a deadline is not executed", "connections", "json_extract(body, '$.deadline') IS NOT NULL"],
  ["a delivery is not settled", "incidents", "json_extract(body, '$.attemptAt') IS NOT NULL"],
  [
    "an incident is not finished",
    "incidents",
    `json_extract(body, '$.dueAt') IS NOT NULL AND
     (json_extract(body, '$.state') != 'open' OR json_extract(body, '$.owed') IS NOT NULL)`,
  ],
  [
    "an incident is neither announced nor over",
    "incidents",
    `json_extract(body, '$.dueAt') IS NOT NULL AND json_extract(body, '$.state') = 'open' AND
     json_extract(body, '$.announcedAt') IS NULL`,
  ],
] as const;

function unfinishedIn(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    return WORK.flatMap(([words, table, condition]) => {
      const count = Number(
        database.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${condition}`).get()?.["n"],
      );
      return count === 0 ? [] : [`${words} (${count})`];
    });
  } finally {
    database.close();
  }
}
