/** Whether a topology may be accepted, by another way than the product's: taking away who has nobody above. */
import { agrees } from "./expected-route.ts";

export interface TopologyEntry {
  readonly parent: string;
  readonly children: readonly string[];
}

/** Whoever is above itself, near or far, is never without somebody above, and so remains. */
export function goesRound(topology: readonly TopologyEntry[]): boolean {
  let left = topology;
  for (let before = Infinity; left.length < before;) {
    before = left.length;
    const above = left;
    left = above.filter(({ parent }) =>
      above.some(({ children }) => children.some((child) => agrees(child, parent))),
    );
  }
  return left.length > 0;
}
