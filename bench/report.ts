/** What a measure reports: rows of the one table, and lines that explain them. It crosses from a process of its own. */
import * as z from "zod";

import type { Compared } from "./rounds.ts";

export const reportSchema = z.object({
  rows: z.array(
    z.object({
      measure: z.string(),
      /** What Linewatch did, what its floor did, and one in terms of the other. */
      product: z.string(),
      floor: z.string(),
      result: z.string(),
      goal: z.string(),
      /** Absent where there is no goal. */
      met: z.boolean().optional(),
    }),
  ),
  /** Printed below the table. */
  notes: z.array(z.string()),
});

export type Report = z.infer<typeof reportSchema>;
export type Row = Report["rows"][number];

/** How a comparison's two sides are shown, and which ratio of product to floor is good enough. */
export interface Terms {
  readonly measure: string;
  readonly format: (value: number) => string;
  readonly goal: { readonly atLeast: number } | { readonly atMost: number };
}

/** The median of the rounds' ratios is held against the goal; in brackets its quartiles. */
export function comparisonRow({ product, floor, ratio }: Compared, { measure, format, goal }: Terms): Row {
  const isFloor = "atLeast" in goal;
  return {
    measure,
    product: format(product.median),
    floor: format(floor.median),
    result: `${ratio.median.toFixed(2)} (${ratio.lowerQuartile.toFixed(2)}–${ratio.upperQuartile.toFixed(2)})`,
    goal: isFloor ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`,
    met: isFloor ? ratio.median >= goal.atLeast : ratio.median <= goal.atMost,
  };
}
