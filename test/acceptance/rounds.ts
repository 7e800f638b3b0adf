/** How many rounds of reading, deciding and writing each piece of work needed, by the queue that it came from. */
import { around } from "../ports/around.ts";
import type { Ports } from "./instance.ts";
import type { World } from "./world.ts";

export interface Rounds {
  /** The same ports, watched. */
  watch(ports: Ports, world: () => World): Ports;
  of(queue: string): { readonly mean: number; readonly worst: number };
}

export function makeRounds(): Rounds {
  const lost = new Map<string, Map<number, number>>();
  return {
    watch: (ports, world) =>
      around(ports, ({ name, perform }) => {
        const by = world().handling();
        if (by !== undefined) {
          const all = lost.get(by.work.queue) ?? new Map<number, number>();
          // Whoever lost a race pauses, once, before the next round (`contend.ts`); nothing else does.
          all.set(by.number, (all.get(by.number) ?? 0) + (name === "clock.pause" ? 1 : 0));
          lost.set(by.work.queue, all);
        }
        return perform();
      }),
    of: (queue) => {
      const rounds = [...(lost.get(queue)?.values() ?? [])].map((count) => 1 + count);
      const mean = rounds.reduce((sum, one) => sum + one, 0) / Math.max(1, rounds.length);
      return { mean, worst: Math.max(0, ...rounds) };
    },
  };
}
