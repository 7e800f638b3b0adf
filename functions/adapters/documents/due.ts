/**
 * What the sweep asks for: whose instant has come. Only ids and instants are fetched, by the index of that instant;
 * the documents are read by whoever works on them, and one that cannot be read fails there, where it is counted.
 */
import * as z from "zod";
import type { Instant } from "../../domain/time.ts";
import type { DocumentContainer } from "./container.ts";
import type { QueryField } from "./containers.ts";
import { readList, type Decode, type OnUnreadable } from "./reading.ts";

/** Fields that hold the instant at which a document has to be taken up. */
export type DueField = Extract<QueryField, "deadline" | "owedSince" | "dueAt" | "attemptAt">;

/** At most `limit` from `from` until `until`, both included, earliest first. */
export type ListDue<T> = (
  until: Instant,
  limit: number,
  from?: Instant,
) => Promise<(T & { readonly at: Instant })[]>;

/** `read` is given the fields in `select`. */
export interface DueOptions<T> {
  readonly field: DueField;
  readonly select: readonly QueryField[];
  readonly read: Decode<T>;
  readonly onUnreadable: OnUnreadable;
}

export function makeListDue<T>(
  container: DocumentContainer,
  { field, select, read, onUnreadable }: DueOptions<T>,
): ListDue<T> {
  const instants = z.object({ [field]: z.number() });
  const decode = (body: unknown) => ({ ...read(body), at: Number(instants.parse(body)[field]) });
  return async (until, limit, from) => {
    const where = [
      ...(from === undefined ? [] : [{ field, is: ">=", value: from } as const]),
      { field, is: "<=", value: until } as const,
    ];
    const query = { where, orderBy: field, limit, select: [...select, field] };
    const found = await readList(container, query, decode, onUnreadable);
    return found.map(({ value }) => value);
  };
}
