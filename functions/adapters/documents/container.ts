/**
 * What the repositories need of a database: documents by partition and id, written only if absent or unchanged,
 * and found by a query small enough that every engine can translate it. `cosmos/` and `sqlite/` implement it.
 */
import type { Version } from "../../application/ports.ts";
import { deliveryLabel } from "../../domain/delivery.ts";
import type { ContainerName, QueryField } from "./containers.ts";

/** A document as JSON: its keys, its schema version, and the fields of its schema. */
export interface DocumentBody {
  readonly id: string;
  readonly pk: string;
  readonly v: number;
  readonly [field: string]: unknown;
}

/** `body` is what was found, free of the engine's own fields; it has yet to be parsed. */
export interface StoredDocument {
  readonly id: string;
  readonly version: Version;
  readonly body: unknown;
}

export type Condition =
  | {
      readonly field: QueryField;
      readonly is: "=" | "!=" | "<" | "<=" | ">" | ">=";
      readonly value: string | number;
    }
  | { readonly field: QueryField; readonly is: "in"; readonly values: readonly string[] };

/** All conditions hold. A document that lacks a compared field is not found. */
export interface Query {
  /** Stay inside one partition. */
  readonly partition?: string;
  readonly where?: readonly Condition[];
  readonly orderBy: QueryField;
  readonly descending?: boolean;
  readonly limit: number;
  /** Only these fields of the bodies. */
  readonly select?: readonly QueryField[];
}

/**
 * Documents of one kind of partition key. Throws `TransientError` where it cannot say; a lost race is
 * `undefined`. `lifetimeS`: seconds from this write until the document is gone; for ever without it.
 */
export interface DocumentContainer {
  readonly name: ContainerName;
  read(partition: string, id: string): Promise<StoredDocument | undefined>;
  /** `undefined` only if the document exists. */
  create(body: DocumentBody, lifetimeS?: number): Promise<Version | undefined>;
  /** `undefined` if it changed, or is gone. */
  replace(body: DocumentBody, ifMatch: Version, lifetimeS?: number): Promise<Version | undefined>;
  query(query: Query): Promise<StoredDocument[]>;
  count(): Promise<number>;
}

/** A database, opened. */
export interface DocumentEngine {
  container(name: ContainerName): DocumentContainer;
  close(): Promise<void>;
}

/** The strings that begin with `prefix`, as a range, which every engine's index serves. */
export function beginsWith(field: QueryField, prefix: string): Condition[] {
  return [
    { field, is: ">=", value: prefix },
    { field, is: "<", value: `${prefix}\uFFFF` },
  ];
}

const FORBIDDEN_IN_IDS = /[/\\#?]/;
const LONGEST_ID_BYTES = 1023;

/** Refuses, in every engine alike, what Cosmos DB does not take as an id: a fault of the caller, not of the data. */
export function checkDocumentId(id: string): void {
  if (id === "" || FORBIDDEN_IN_IDS.test(id))
    throw new Error(`"${deliveryLabel(id)}" cannot be a document's id`);
  if (Buffer.byteLength(id) > LONGEST_ID_BYTES)
    throw new Error(`a document's id is too long: ${deliveryLabel(id)}`);
}
