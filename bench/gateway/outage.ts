/**
 * A gateway and the devices behind it lose the hub within twenty seconds, and come back within twenty seconds ten
 * minutes later: the calls of it all, by whom they are for.
 */
import { makeDocumentStore } from "../../functions/adapters/documents/document-store.ts";
import { makeSqliteEngine } from "../../functions/adapters/sqlite/sqlite-store.ts";
import type { Policy } from "../../functions/domain/policy.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import type { Instant } from "../../functions/domain/time.ts";
import { countingEngine } from "../calls/counting-engine.ts";
import { eventBody } from "../events.ts";
import type { HubEvent } from "../events.ts";
import { sentencesIn } from "../noise/told.ts";
import { POLICY } from "../product.ts";
import { makeWorld } from "../world.ts";
import { GATEWAY, makeShares } from "./shares.ts";
import type { Shares } from "./shares.ts";

export interface Outage extends Shares {
  /** What each place was told, in its order: `OFFLINE ×452 RECOVERED ×452`. */
  readonly told: readonly string[];
}

const START: Instant = Date.UTC(2026, 10, 21, 9);
const OUT_MS = 10 * MINUTE_MS;
const ARRIVAL_MS = SECOND_MS;
/** Nothing happens at a full second: looks go together by seconds, and in life nothing does. */
const AFTER_MS = 7;
/** `$edgeAgent` changes so long before `$edgeHub`. */
const APART_MS = 2 * SECOND_MS;

const BEHIND: Policy = { ...POLICY, topology: [{ parent: GATEWAY, children: ["leaf-*"] }] };

export interface Course {
  /** The share of the devices that change before their gateway's `$edgeHub` does. */
  readonly before?: number;
  /** How long it takes until all have dropped, and later until all are back. */
  readonly withinMs?: number;
}

export async function outageOf(leaves: number, course: Course = {}): Promise<Outage> {
  const engine = makeSqliteEngine({ path: ":memory:" });
  const shares = makeShares();
  const store = makeDocumentStore(countingEngine(engine, shares.onCall), () => {});
  const world = makeWorld({ store, policy: BEHIND, onWork: shares.onWork, onSend: shares.onSend });
  const arriveAll = (kind: HubEvent["kind"], number: number, from: Instant): void => {
    for (const { at, ...who } of everybody(leaves, course, from)) {
      world.arrive(eventBody({ kind, number, at, ...who }), at + ARRIVAL_MS);
    }
  };
  arriveAll("Connected", 1, START - HOUR_MS);
  await world.run();
  shares.restart();
  arriveAll("Disconnected", 2, START);
  arriveAll("Connected", 3, START + OUT_MS);
  await world.run();
  const counted = shares.take();
  const told = await sentencesIn(store, ({ word, count }) => `${word} ×${count}`);
  await store.close();
  return { ...counted, told };
}

/** When each of them changes, from `from` on. */
function everybody(
  leaves: number,
  { before = 0.5, withinMs = 20 * SECOND_MS }: Course,
  from: Instant,
): Pick<HubEvent, "device" | "module" | "at">[] {
  const at = (part: number): Instant => from + AFTER_MS + Math.floor(part * withinMs);
  const devices = Array.from({ length: leaves }, (_, index) => ({
    device: `leaf-${index.toString().padStart(3, "0")}`,
    at: at(index / leaves),
  }));
  return [
    ...devices,
    { device: GATEWAY, module: "$edgeAgent", at: at(before) - APART_MS },
    { device: GATEWAY, module: "$edgeHub", at: at(before) },
  ];
}
