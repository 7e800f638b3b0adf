/** A process that counts up in one document, by compare-and-set: `node sqlite-writer.ts FILE TIMES`. */
import { makeSqliteStore } from "../../../functions/adapters/sqlite/sqlite-store.ts";
import type { Connection } from "../../../functions/domain/connection.ts";

const [path = "", times = "0"] = process.argv.slice(2);
const identity = { hub: "h", deviceId: "counter" };
const head = { link: "none", since: 0, clock: 0, drops: 0, outages: 0 } as const;
const counter: Connection = {
  identity,
  state: { name: "new" },
  base: head,
  head,
  recent: [],
  incidents: {},
  lastSeenAt: 0,
};

const store = makeSqliteStore({ path });
await store.connections.create(counter);
for (let done = 0; done < Number(times);) {
  const saved = await store.connections.read(identity);
  if (saved === undefined) throw new Error("the counter is gone");
  const next = { ...saved.value, lastSeenAt: (saved.value.lastSeenAt ?? 0) + 1 };
  if ((await store.connections.replace(next, saved.version)) !== undefined) done++;
}
await store.close();
