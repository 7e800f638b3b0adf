/** What a line of the log consists of: its fields, and the words that a field may hold. */

export interface Shape {
  readonly fields: ReadonlyMap<string, Shape>;
  /** What it may hold, where it is one of a few words. */
  readonly words: ReadonlySet<string>;
}

export function shape(fields: readonly (readonly [string, Shape])[], words: readonly string[] = []): Shape {
  return { fields: new Map(fields), words: new Set(words) };
}

/** All fields of all of them. */
export function merge(shapes: readonly Shape[]): Shape {
  const fields = new Map<string, Shape>();
  for (const [name, field] of shapes.flatMap((one) => [...one.fields])) {
    const known = fields.get(name);
    fields.set(name, known === undefined ? field : merge([known, field]));
  }
  return { fields, words: new Set(shapes.flatMap(({ words }) => [...words])) };
}

/** Of a line that was written; which words it might have held instead is not known. */
export function shapeOfValue(value: unknown): Shape {
  if (typeof value !== "object" || value === null) return shape([]);
  return shape(Object.entries(value).map(([name, held]) => [name, shapeOfValue(held)] as const));
}
