/** Finds the name that somebody meant, for "did you mean". */

/**
 * How many characters must be added, removed, changed, or exchanged with their neighbour, to make one of the other;
 * infinite where that is more than `limit`, which is found out early.
 */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let beforePrevious: number[] = [];
  let leastOfPrevious = 0;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const exchanged = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const cost = Math.min(
        at(previous, column - 1) + (same ? 0 : 1),
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        exchanged ? at(beforePrevious, column - 2) + 1 : Infinity,
      );
      current[column] = cost;
      least = Math.min(least, cost);
    }
    // An exchange reaches over a row, so two of them must be too far.
    if (least > limit && leastOfPrevious > limit) return Infinity;
    leastOfPrevious = least;
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(costs: readonly number[], index: number): number {
  return costs[index] ?? Infinity;
}

/** The candidate that is nearest to `text`, whatever the case, if it is near enough to have been meant. */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  const wanted = text.toLowerCase();
  if (wanted.length > 64) return undefined;
  let limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  for (const name of candidates) {
    const found = distance(wanted, name.toLowerCase(), limit);
    if (found > limit) continue;
    best = name;
    // Only a nearer one is better.
    limit = found - 1;
  }
  return best;
}

/** `; did you mean "ops"?`, or nothing. */
export type Suggest = (text: string, candidates: Iterable<string>) => string;

/**
 * The suggestions for one file. After `atMost` of them nobody is looking for slips of the finger any more, and a
 * file may have as many faults as lines.
 */
export function makeSuggest(atMost = 100): Suggest {
  let asked = 0;
  return (text, candidates) => {
    asked += 1;
    const name = asked > atMost ? undefined : nearest(text, candidates);
    return name === undefined ? "" : `; did you mean "${name}"?`;
  };
}
