/**
 * An identity's history, newest first, out of records and archives. Documents come in descending order of the
 * newest transition that each holds, so a transition may be given out once the next unread document can hold
 * none that is as new.
 */
import type { HistoryCursor, TransitionStore } from "../../application/ports.ts";
import { deviceKey, type Identity } from "../../domain/identity.ts";
import { transitionKey, type Transition } from "../../domain/transition.ts";
import { beginsWith, type Condition, type DocumentContainer, type StoredDocument } from "./container.ts";
import { keepReadable, type OnUnreadable } from "./reading.ts";
import { historyFromDocument, historyPrefix, newestKeyOfDocument } from "./transition-documents.ts";

type Page = Awaited<ReturnType<TransitionStore["history"]>>;

/** A transition that was read, where it lies, and whether it is a record (which knows of retractions). */
interface Entry {
  readonly key: string;
  readonly document: string;
  readonly record: boolean;
  readonly transition: Transition;
}

/** Most documents that are fetched at a time. */
const BATCH = 100;

/** Reads the documents of an identity downwards, from `document` on, inclusive. */
async function* documentsBelow(
  container: DocumentContainer,
  identity: Identity,
  document: string | undefined,
  size: number,
): AsyncGenerator<StoredDocument> {
  let bound: Condition[] = document === undefined ? [] : [{ field: "id", is: "<=", value: document }];
  for (;;) {
    const documents = await container.query({
      partition: deviceKey(identity),
      where: [...beginsWith("id", historyPrefix(identity)), ...bound],
      orderBy: "id",
      descending: true,
      limit: size,
    });
    yield* documents;
    const last = documents.at(-1);
    if (last === undefined || documents.length < size) return;
    bound = [{ field: "id", is: "<", value: last.id }];
  }
}

/** One entry for each key, newest first; a record stands for what an archive says of the same transition. */
function insert(entries: Map<string, Entry>, found: readonly Entry[]): void {
  for (const entry of found) {
    const known = entries.get(entry.key);
    if (known === undefined || (entry.record && !known.record)) entries.set(entry.key, entry);
  }
}

/** Takes out what no document that is read later can precede, newest first. */
function takeSettled(entries: Map<string, Entry>, newestUnread: string | undefined): Entry[] {
  const settled = [...entries.values()].filter(({ key }) => newestUnread === undefined || key > newestUnread);
  for (const { key } of settled) entries.delete(key);
  return settled.toSorted((a, b) => (a.key < b.key ? 1 : -1));
}

function pageOf(given: readonly Entry[], limit: number, waiting: Iterable<Entry>, unread?: string): Page {
  const shown = given.slice(0, limit);
  const transitions = shown.map(({ transition }) => transition);
  const rest = [...given.slice(limit), ...waiting].map(({ document }) => document);
  const document = rest.toSorted().at(-1) ?? unread;
  const after = shown.at(-1)?.key;
  if (document === undefined || after === undefined) return { transitions };
  return { transitions, next: { document, after } };
}

/** At most `limit` transitions; `next` is set if and only if there may be more. */
export async function readHistory(
  container: DocumentContainer,
  onUnreadable: OnUnreadable,
  identity: Identity,
  cursor: HistoryCursor | undefined,
  limit: number,
): Promise<Page> {
  const entriesOf = (stored: StoredDocument): Entry[] =>
    keepReadable(container, [stored], historyFromDocument, onUnreadable)
      .flatMap(({ value: { type, transitions } }) =>
        transitions.map((transition) => ({
          key: transitionKey(transition),
          document: stored.id,
          record: type === "record",
          transition,
        })),
      )
      .filter(({ key }) => cursor === undefined || key < cursor.after);

  const given: Entry[] = [];
  const entries = new Map<string, Entry>();
  const size = Math.min(limit + 1, BATCH);
  for await (const stored of documentsBelow(container, identity, cursor?.document, size)) {
    given.push(...takeSettled(entries, newestKeyOfDocument(stored.id)));
    if (given.length >= limit) return pageOf(given, limit, entries.values(), stored.id);
    insert(entries, entriesOf(stored));
  }
  given.push(...takeSettled(entries, undefined));
  return pageOf(given, limit, []);
}
