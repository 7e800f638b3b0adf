/** A story lived through by a whole fleet: what it took, beside its floor in turns, and the store that it left. */
import { makeDocumentStore } from "../../functions/adapters/documents/document-store.ts";
import { makeSqliteEngine } from "../../functions/adapters/sqlite/sqlite-store.ts";
import type { Store } from "../../functions/application/ports.ts";
import type { Policy } from "../../functions/domain/policy.ts";
import { countingEngine } from "../calls/counting-engine.ts";
import { threadMicros } from "../cpu.ts";
import { inTurns } from "../rounds.ts";
import type { Compared } from "../rounds.ts";
import { makeWorld } from "../world.ts";
import type { World } from "../world.ts";
import { bodyOf, openFloor } from "./floor.ts";
import type { Rounds } from "./stories.ts";

export interface Story {
  readonly devices: number;
  readonly rounds: (devices: number) => Rounds;
  /** In the first of them the engine compiles what is hot; nine more at the least. */
  readonly count: number;
  /** The floor keeps the document that one identity has after so many rounds: one of middling length. */
  readonly sampledAfter: number;
  readonly policy: Policy;
}

/** From the first event after everybody's first connect until nothing is left to do. */
export interface Lived {
  readonly events: number;
  readonly storeCalls: number;
  /** Sent to any queue. */
  readonly messages: number;
  /** Of those: timers for what time alone changes. */
  readonly wakes: number;
  /** What the providers took, all receivers together. */
  readonly delivered: number;
  /** Microseconds of the thread, an event. */
  readonly micros: Compared;
  /** What is held after a collection, after half of the rounds, three quarters and all. */
  readonly heapMb: readonly number[];
  /** The length of the floor's document. */
  readonly characters: number;
  /** What is read of it now is not counted. The caller closes it. */
  readonly store: Store;
}

const WARM_UP = 1;
/** After these shares of the rounds the heap is looked at. */
const LOOK_AFTER = [0.5, 0.75, 1];
/** One event in so many is given to the floor too. */
const FLOOR_EVERY = 4;
const MB = 2 ** 20;

export async function live({ devices, rounds, count, sampledAfter, policy }: Story): Promise<Lived> {
  const engine = makeSqliteEngine({ path: ":memory:" });
  const none = { events: 0, storeCalls: 0, messages: 0, wakes: 0 };
  const counted = { ...none };
  const world = makeWorld({
    store: makeDocumentStore(
      countingEngine(engine, () => void (counted.storeCalls += 1)),
      () => {},
    ),
    policy,
    onSend: (message) => {
      counted.messages += 1;
      if (message.queue === "deadlines" && "wake" in message.body) counted.wakes += 1;
    },
  });
  const story = rounds(devices);
  const floor = await openFloor(devices, rounds(1), sampledAfter);
  await liveRound(world, story, 0);
  await world.run();
  Object.assign(counted, none);

  const looks = new Set(LOOK_AFTER.map((share) => Math.round(share * count)));
  const heapMb: number[] = [];
  const micros = await inTurns({
    product: async (index) => {
      const round = index + 1;
      let events = 0;
      const spent = await threadMicros(async () => void (events = await liveRound(world, story, round)));
      counted.events += events;
      if (looks.has(round)) heapMb.push(heldMb());
      return spent / events;
    },
    floor: async (index) => {
      const sample = [...story(index + 1)].filter((_delivery, place) => place % FLOOR_EVERY === 0);
      const spent = await threadMicros(() => {
        for (const { event } of sample) floor.change(event);
      });
      return spent / sample.length;
    },
    rounds: count - WARM_UP,
    warmUp: WARM_UP,
  });
  floor.close();
  await world.run();
  const store = makeDocumentStore(engine, () => {});
  const delivered = world.delivered.count;
  return { ...counted, delivered, micros, heapMb, characters: floor.characters, store };
}

/** @returns how many events it had. What its last ones lead to falls due in the rounds after it. */
async function liveRound(world: World, rounds: Rounds, round: number): Promise<number> {
  let events = 0;
  for (const { event, arrivesAt, now } of rounds(round)) {
    await world.run(now);
    world.arrive(bodyOf(event), arrivesAt);
    events += 1;
  }
  return events;
}

function heldMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / MB;
}
