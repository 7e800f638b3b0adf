/** From stored documents to values: a single one that cannot be read is an error, in a list it is left out. */
import * as z from "zod";
import { deliveryLabel } from "../../domain/delivery.ts";
import { UnreadableDocumentError, type Saved } from "../../application/ports.ts";
import type { Condition, DocumentContainer, Query, StoredDocument } from "./container.ts";

/** Throws where the body is not what it should be. */
export type Decode<T> = (body: unknown) => T;

/** Told of each document that a list had to leave out. */
export type OnUnreadable = (error: UnreadableDocumentError) => void;

/** How many documents are fetched at a time where all are wanted. */
const PAGE = 500;

function explain(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  const [issue] = error.issues;
  return issue === undefined ? "it does not fit" : `${issue.path.join(".")}: ${issue.message}`;
}

function decodeDocument<T>(
  container: DocumentContainer,
  stored: StoredDocument,
  decode: Decode<T>,
): Saved<T> | UnreadableDocumentError {
  try {
    return { value: decode(stored.body), version: stored.version };
  } catch (error) {
    const message = `the document "${deliveryLabel(stored.id)}" in ${container.name} cannot be read: ${explain(error)}`;
    return new UnreadableDocumentError(message, { cause: error });
  }
}

/** A point read. Throws `UnreadableDocumentError` for what this version cannot read. */
export async function readOne<T>(
  container: DocumentContainer,
  partition: string,
  id: string,
  decode: Decode<T>,
): Promise<Saved<T> | undefined> {
  const stored = await container.read(partition, id);
  if (stored === undefined) return undefined;
  const read = decodeDocument(container, stored, decode);
  if (read instanceof UnreadableDocumentError) throw read;
  return read;
}

/** The readable ones of some documents. */
export function keepReadable<T>(
  container: DocumentContainer,
  stored: readonly StoredDocument[],
  decode: Decode<T>,
  onUnreadable: OnUnreadable,
): Saved<T>[] {
  const kept: Saved<T>[] = [];
  for (const document of stored) {
    const read = decodeDocument(container, document, decode);
    if (read instanceof UnreadableDocumentError) onUnreadable(read);
    else kept.push(read);
  }
  return kept;
}

/**
 * The first `limit` readable documents of a query. For those that could not be read others are asked for, so that
 * they neither make a page look like the last one nor keep what lies behind them from its turn.
 */
export async function readList<T>(
  container: DocumentContainer,
  query: Query,
  decode: Decode<T>,
  onUnreadable: OnUnreadable,
): Promise<Saved<T>[]> {
  for (let limit = query.limit; ;) {
    const stored = await container.query({ ...query, limit });
    const unreadable: UnreadableDocumentError[] = [];
    const kept = keepReadable(container, stored, decode, (error) => unreadable.push(error));
    if (kept.length >= query.limit || stored.length < limit) {
      for (const error of unreadable) onUnreadable(error);
      return kept.slice(0, query.limit);
    }
    limit = query.limit + 2 * unreadable.length;
  }
}

/** All documents that a query finds, by id. */
export async function readAll<T>(
  container: DocumentContainer,
  query: Pick<Query, "partition" | "where" | "select">,
  decode: Decode<T>,
  onUnreadable: OnUnreadable,
): Promise<Saved<T>[]> {
  const all: Saved<T>[] = [];
  let after: Condition[] = [];
  for (;;) {
    const where = [...(query.where ?? []), ...after];
    const page = await container.query({ ...query, where, orderBy: "id", limit: PAGE });
    all.push(...keepReadable(container, page, decode, onUnreadable));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return all;
    after = [{ field: "id", is: ">", value: last.id }];
  }
}
