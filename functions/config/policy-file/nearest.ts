/** Finds the name that somebody meant, for "did you mean". */

/** How many characters must be added, removed, changed, or exchanged with their neighbour, to make one of the other. */
function distance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const exchanged = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(previous, column - 1) + (same ? 0 : 1),
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        exchanged ? at(beforePrevious, column - 2) + 1 : Infinity,
      );
    }
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
  let best: { name: string; distance: number } | undefined;
  for (const name of candidates) {
    const found = { name, distance: distance(wanted, name.toLowerCase()) };
    if (best === undefined || found.distance < best.distance) best = found;
  }
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  return best !== undefined && best.distance <= limit ? best.name : undefined;
}

/** `; did you mean "ops"?`, or nothing. */
export function suggestion(text: string, candidates: Iterable<string>): string {
  const name = nearest(text, candidates);
  return name === undefined ? "" : `; did you mean "${name}"?`;
}
