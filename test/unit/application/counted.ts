/** The same ports, and the names of all calls of them. */
import type { Deps } from "../../../functions/application/deps.ts";
import { around } from "../../ports/around.ts";

export interface Counted {
  readonly deps: Deps;
  /** Of the store, the queues and the sender, in order. */
  readonly calls: string[];
}

export function counted(deps: Deps): Counted {
  const calls: string[] = [];
  const { store, queues, sender } = around({ ...deps }, ({ name, perform }) => {
    calls.push(name);
    return perform();
  });
  return { deps: { ...deps, store, queues, sender }, calls };
}
