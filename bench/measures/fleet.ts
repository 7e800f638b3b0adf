/**
 * A fleet of 100,000 identities and a million events over two days, on a SQLite file: what it takes of time, memory
 * and disk. Blips for the most part, one break in a hundred an outage with its incident and messages, deliveries
 * repeated and out of order; deadlines and notifications run as they fall due.
 *
 * In it: everything the use cases and the store do, and making the events. Not in it: the sweep, queues, HTTP. The
 * heap is looked at after a full collection, so that what is seen is what is held.
 */
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { makeSqliteStore } from "../../functions/adapters/sqlite/sqlite-store.ts";
import type { ConnectionStore, Store } from "../../functions/application/ports.ts";
import { identityKey } from "../../functions/domain/identity.ts";
import { HOUR_MS } from "../../functions/domain/time.ts";
import { eventBody } from "../events.ts";
import { generateFleet } from "../fleet/generate.ts";
import type { Report, Row } from "../report.ts";
import { makeWorld } from "../world.ts";

const DEVICES = 100_000;
const DELIVERIES = 1_000_000;
const FLEET = {
  devices: DEVICES,
  deliveries: DELIVERIES,
  startAt: Date.UTC(2026, 10, 20),
  spanMs: 48 * HOUR_MS,
};
const PAGE = 1_000;
/** The heap is looked at so often; the first half of the looks is left out of the goal. */
const LOOKS = 16;
const MOST_GROWTH_MB = 2;
const MB = 2 ** 20;

interface Look {
  readonly heapMb: number;
  readonly residentMb: number;
}

export async function measureFleet(): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), "linewatch-bench-"));
  try {
    return await measureIn(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureIn(folder: string): Promise<Report> {
  const store = makeSqliteStore({ path: join(folder, "fleet.db") });
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const looks = await live(store);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const online = await countOnline(store.connections);
  // The last delivery of all may be a disconnect.
  if (online < DEVICES - 1) throw new Error(`${DEVICES - online} devices are not online`);
  const diskMb = await sizeMb(folder);
  await store.close();

  const perSecond = Math.round(DELIVERIES / seconds).toLocaleString("en");
  const time = `${Math.round(seconds)} s (CPU ${Math.round((user + system) / 1e6)} s)`;
  const printed = (what: string, product: string): Row => {
    return {
      measure: `100,000 identities, a million events: ${what}`,
      product,
      floor: "",
      result: "",
      goal: "",
    };
  };
  return {
    rows: [printed("time", time), printed("disk", `${Math.round(diskMb)} MB`), heapRow(looks)],
    notes: [
      `fleet: ${perSecond} events a second; heap by ${LOOKS}ths of the events, MB: ` +
        `${looks.map(({ heapMb }) => heapMb.toFixed(1)).join(" ")}; ` +
        `resident at most ${Math.max(...looks.map(({ residentMb }) => residentMb)).toFixed(0)} MB.`,
    ],
  };
}

/** Delivers everything, and looks at the memory now and then. */
async function live(store: Store): Promise<Look[]> {
  const world = makeWorld({ store });
  const looks: Look[] = [];
  let delivered = 0;
  for (const { event, arrivesAt, now } of generateFleet(FLEET)) {
    await world.run(now);
    world.arrive(eventBody(event), arrivesAt);
    delivered += 1;
    if (delivered % (DELIVERIES / LOOKS) === 0) looks.push(look());
  }
  await world.run();
  return looks;
}

function look(): Look {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapMb: heapUsed / MB, residentMb: rss / MB };
}

/** From the middle on: what the heap has grown by at the most. */
function heapRow(looks: readonly Look[]): Row {
  const [middle, ...later] = looks.slice(LOOKS / 2 - 1).map(({ heapMb }) => heapMb);
  if (middle === undefined) throw new Error("nobody looked");
  const growthMb = Math.max(...later) - middle;
  return {
    measure: "  heap, growth over the second half",
    product: `${middle.toFixed(1)} MB at half`,
    floor: "",
    result: `${growthMb < 0 ? "−" : "+"}${Math.abs(growthMb).toFixed(1)} MB`,
    goal: `≤ ${MOST_GROWTH_MB} MB`,
    met: growthMb <= MOST_GROWTH_MB,
  };
}

async function countOnline(connections: ConnectionStore): Promise<number> {
  let online = 0;
  let after: string | undefined;
  for (;;) {
    const page = await connections.glimpse(after, PAGE);
    online += page.filter(({ state }) => state === "online").length;
    const last = page.at(-1);
    if (last === undefined) return online;
    after = identityKey(last.identity);
  }
}

/** Of the database with its log. */
async function sizeMb(folder: string): Promise<number> {
  const sizes = (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / MB;
}
