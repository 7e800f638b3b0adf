/**
 * The two documents of the history, both in the device's partition: a record, and an archive of the unconfirmed
 * transitions that left a connection's `recent` together. Their ids sort by identity, then by transition.
 */
import { createHash } from "node:crypto";
import * as z from "zod";
import { deviceKey, identityKey, parseIdentityKey, type Identity } from "../../domain/identity.ts";
import { transitionKey, type Transition } from "../../domain/transition.ts";
import type { DocumentBody } from "./container.ts";
import { version } from "./fields.ts";
import {
  shapeOfTransition,
  transitionFields,
  transitionOfShape,
  transitionShape,
} from "./transition-shape.ts";

/**
 * Doubled, because a single one separates a device from its module: between a device's own documents lies none
 * of a module's, whatever the module is called.
 */
const SEPARATOR = "!!";
const MOST_IN_ARCHIVE = 48;

const keys = { v: version, id: z.string(), pk: z.string() };

const schema = z.discriminatedUnion("type", [
  z.strictObject({ ...keys, type: z.literal("record"), ...transitionFields }),
  z.strictObject({
    ...keys,
    type: z.literal("archive"),
    transitions: z.array(transitionShape).min(1).max(MOST_IN_ARCHIVE),
  }),
]);

/** What the ids of an identity's documents begin with. */
export function historyPrefix(identity: Identity): string {
  return `${identityKey(identity)}${SEPARATOR}`;
}

export function recordToDocument(transition: Transition): DocumentBody {
  return {
    v: 1,
    id: `${historyPrefix(transition.identity)}${transitionKey(transition)}`,
    pk: deviceKey(transition.identity),
    type: "record",
    ...shapeOfTransition(transition),
  } satisfies z.input<typeof schema>;
}

/**
 * The id begins with the newest transition's key and ends with a digest of all keys: the same transitions make
 * the same document however often they are archived, others another one.
 */
export function archiveToDocument(identity: Identity, transitions: readonly Transition[]): DocumentBody {
  const sorted = transitions.toSorted((a, b) => (transitionKey(a) < transitionKey(b) ? 1 : -1));
  const digest = createHash("sha256").update(sorted.map(transitionKey).join("\n")).digest("hex").slice(0, 16);
  return {
    v: 1,
    id: `${historyPrefix(identity)}${sorted.map(transitionKey).at(0) ?? ""}!${digest}`,
    pk: deviceKey(identity),
    type: "archive",
    transitions: sorted.map(shapeOfTransition),
  } satisfies z.input<typeof schema>;
}

/** A history document, read. */
export interface HistoryDocument {
  readonly type: "record" | "archive";
  /** Newest first. */
  readonly transitions: readonly Transition[];
}

/** Throws where the document is not one of the history. */
export function historyFromDocument(body: unknown): HistoryDocument {
  const shape = schema.parse(body);
  const identity = parseIdentityKey(shape.id.slice(0, shape.id.indexOf(SEPARATOR)));
  if (identity === undefined) throw new Error("its id does not begin with an identity");
  if (shape.type === "archive") {
    const transitions = shape.transitions.map((part) => transitionOfShape(identity, part));
    return { type: "archive", transitions };
  }
  const { v: _v, id: _id, pk: _pk, type, ...fields } = shape;
  return { type, transitions: [transitionOfShape(identity, fields)] };
}

/** The key of the newest transition that the document with this id can hold. */
export function newestKeyOfDocument(id: string): string {
  const [key] = id.slice(id.indexOf(SEPARATOR) + SEPARATOR.length).split("!");
  return key ?? "";
}
