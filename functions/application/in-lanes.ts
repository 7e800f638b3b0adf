/** Works on many things at once, but not on too many, and never on two of one lane. */

const AT_ONCE = 8;

export interface Lanes<T> {
  readonly laneOf: (item: T) => string;
  /** A throw lets nothing more begin. */
  readonly work: (item: T) => Promise<void>;
  /** Asked before each item: false leaves it, and all that have not begun. */
  readonly mayBegin: () => boolean;
}

/**
 * Items of one lane are worked on one after another, in their order.
 * @returns those that were left. Throws what `work` threw first, once nothing is under way any more.
 */
export async function inLanes<T>(items: readonly T[], { laneOf, work, mayBegin }: Lanes<T>): Promise<T[]> {
  const lanes = Map.groupBy(items, laneOf).values();
  const left: T[] = [];
  let isBroken = false;
  const follow = async (): Promise<void> => {
    // All followers share the lanes: each goes on with the next one that nobody has.
    for (const lane of lanes) {
      for (const item of lane) {
        if (isBroken || !mayBegin()) left.push(item);
        else await work(item);
      }
    }
  };
  const followers = Array.from({ length: AT_ONCE }, () =>
    follow().catch((error: unknown) => {
      isBroken = true;
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(followers);
  const broken = outcomes.find((outcome) => outcome.status === "rejected");
  if (broken !== undefined) throw broken.reason;
  return left;
}
