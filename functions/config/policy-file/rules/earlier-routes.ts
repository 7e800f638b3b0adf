/**
 * Finds the route that comes before another one and matches all of it, without comparing each with each: a route is
 * filed under the condition that fewest routes share, and can only cover routes that have this condition too.
 */

/** What a route asks for, as comparable texts; none: it matches everything. */
type Conditions = readonly string[];

export interface EarlierRoutes {
  /** The index of the first route so far that asks for nothing else than `own`. */
  covering(own: Conditions): number | undefined;
  /** Files a route that nothing covers; what a covered one covers is covered by the same. */
  add(conditions: Conditions, index: number): void;
}

interface Filed {
  readonly conditions: Conditions;
  readonly index: number;
}

/** `all`: the conditions of every route there will be. */
export function makeEarlierRoutes(all: readonly (Conditions | undefined)[]): EarlierRoutes {
  const frequency = new Map<string, number>();
  for (const condition of all.flatMap((conditions) => conditions ?? [])) {
    frequency.set(condition, (frequency.get(condition) ?? 0) + 1);
  }
  const byRarest = new Map<string, Filed[]>();
  let matchesEverything: number | undefined;
  return {
    covering(own) {
      const wanted = new Set(own);
      const covers = ({ conditions }: Filed): boolean => conditions.every((each) => wanted.has(each));
      const found = own.flatMap((condition) => byRarest.get(condition)?.find(covers)?.index ?? []);
      const first = Math.min(...found, matchesEverything ?? Infinity);
      return first === Infinity ? undefined : first;
    },
    add(conditions, index) {
      const [rarest] = conditions.toSorted(
        (left, right) => (frequency.get(left) ?? 0) - (frequency.get(right) ?? 0),
      );
      if (rarest === undefined) {
        matchesEverything ??= index;
        return;
      }
      const filed = byRarest.get(rarest);
      if (filed === undefined) byRarest.set(rarest, [{ conditions, index }]);
      else filed.push({ conditions, index });
    },
  };
}
