/** Ports whose answers take their time, so that work done at once interleaves, and which fail now and then. */
import { TransientError } from "../../functions/application/ports.ts";
import { around } from "./around.ts";

/** How long one turn of the event loop stands for: several make a call of a store. */
const TURN_MS = 3;

export interface Unruliness {
  /** Uniform in [0, 1), and the same every time. */
  readonly random: () => number;
  /** The share of calls that fail: half of them before they took effect, half of them after. */
  faults: number;
}

/** A small linear congruential generator: what is random in a test is the same every time. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Whatever answers with a promise answers later; a store and a queue fail, too. A pause takes its time. */
export function makeUnruly<T extends object>(ports: T, unruliness: Unruliness): T {
  const { random } = unruliness;
  const wait = async (turns: number): Promise<void> => {
    for (let left = turns; left > 0; left -= 1) {
      await new Promise((resolve) => void setImmediate(resolve));
    }
  };
  const call = async (perform: () => unknown, faults: number): Promise<unknown> => {
    await wait(Math.floor(random() * 4));
    const chance = random();
    if (chance < faults / 2) throw new TransientError("it does not answer");
    const answer = await perform();
    if (chance < faults) throw new TransientError("the answer was lost");
    await wait(Math.floor(random() * 4));
    return answer;
  };
  return around(ports, ({ name, given: [ms], perform }) => {
    if (/^(store|queues)\./.test(name)) return call(perform, unruliness.faults);
    if (name === "clock.pause") return wait(Math.ceil(Number(ms) / TURN_MS));
    return name === "sender.send" ? call(perform, 0) : perform();
  });
}
