/** A process of the product: it may be killed between any two calls of its ports, and then does nothing more. */
import type { Deps } from "../../functions/application/deps.ts";
import { makePace } from "../../functions/application/pace.ts";
import { makeTurns } from "../../functions/application/turns.ts";
import { around } from "../ports/around.ts";

/** What a process is given by its surroundings; everything else in `Deps` is its own memory, and ends with it. */
export type Ports = Omit<Deps, "pace" | "turns">;

/** What a dead process meets at every port. No rule of the product knows it, and nothing it does has an effect. */
class KilledError extends Error {
  override readonly name = "KilledError";
}

export interface Instance {
  readonly deps: Deps;
  /** Ends everything that it is doing, now. */
  kill(): void;
  isDead(): boolean;
  /** Fulfilled at its death. */
  readonly died: Promise<void>;
}

/** Calls that are under way at its death may take effect; their answers never arrive. */
export function makeInstance(ports: Ports): Instance {
  const { promise: died, resolve } = Promise.withResolvers<void>();
  let isDead = false;
  const live = (answer: unknown): unknown => {
    if (isDead) throw new KilledError("the process is dead");
    return answer;
  };
  return {
    died,
    isDead: () => isDead,
    kill: () => {
      isDead = true;
      resolve();
    },
    deps: {
      ...around(ports, ({ perform }) => {
        live(undefined);
        const answer = perform();
        return answer instanceof Promise ? answer.then(live) : live(answer);
      }),
      pace: makePace(),
      turns: makeTurns(),
    },
  };
}
