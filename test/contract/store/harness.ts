/** A store under test, and the way to its raw documents. */
import { afterEach, beforeEach } from "vitest";
import type { Store, UnreadableDocumentError } from "../../../functions/application/ports.ts";
import type { DocumentEngine } from "../../../functions/adapters/documents/container.ts";
import { makeDocumentStore } from "../../../functions/adapters/documents/document-store.ts";

export type OpenStore = () => Promise<DocumentEngine>;

export interface Harness {
  readonly store: Store;
  readonly engine: DocumentEngine;
  /** What lists left out. */
  readonly unreadable: UnreadableDocumentError[];
}

/** Opens a store before each test of the surrounding `describe`, and closes it after. */
export function useStore(open: OpenStore): () => Harness {
  let harness: Harness | undefined;
  beforeEach(async () => {
    const engine = await open();
    const unreadable: UnreadableDocumentError[] = [];
    harness = { engine, unreadable, store: makeDocumentStore(engine, (error) => unreadable.push(error)) };
  });
  afterEach(async () => {
    await harness?.store.close();
  });
  return () => {
    if (harness === undefined) throw new Error("no store is open");
    return harness;
  };
}

/** The value of something that must be there. */
export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("expected a value");
  return value;
}
