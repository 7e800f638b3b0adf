/** A page of a list. */
import * as z from "zod";

/** The link is there while there may be more. */
export function listShape<Row extends z.ZodType>(row: Row) {
  return z.strictObject({ value: z.array(row), nextLink: z.string().exactOptional() });
}

export interface ListAnswer<Row> {
  value: Row[];
  nextLink?: string;
}
