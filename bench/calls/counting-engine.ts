/**
 * Notes every call that the store makes of its database, at the level below the repositories: there one call is one
 * request for an item. A query is noted by how far it reaches, because what it costs depends on that.
 */
import type {
  DocumentContainer,
  DocumentEngine,
  Query,
} from "../../functions/adapters/documents/container.ts";

export interface StoreCall {
  readonly kind: "read" | "write" | "query";
  /** `replace connections`. */
  readonly what: string;
  /** Of the one document that it is about. */
  readonly partition?: string;
  /** How many a query found. */
  readonly documents?: number;
}

export function countingEngine(engine: DocumentEngine, note: (call: StoreCall) => void): DocumentEngine {
  return {
    container: (name) => counting(engine.container(name), note),
    close: () => engine.close(),
  };
}

function counting(inner: DocumentContainer, note: (call: StoreCall) => void): DocumentContainer {
  const { name } = inner;
  return {
    name,
    read: (partition, id) => {
      note({ kind: "read", what: `read ${name}`, partition });
      return inner.read(partition, id);
    },
    create: (body, lifetimeS) => {
      note({ kind: "write", what: `create ${name}`, partition: body.pk });
      return inner.create(body, lifetimeS);
    },
    replace: (body, ifMatch, lifetimeS) => {
      note({ kind: "write", what: `replace ${name}`, partition: body.pk });
      return inner.replace(body, ifMatch, lifetimeS);
    },
    query: async (query) => {
      const found = await inner.query(query);
      note({ kind: "query", what: `query ${name} ${reachOf(query)}`, documents: found.length });
      return found;
    },
    count: () => {
      note({ kind: "query", what: `count ${name}` });
      return inner.count();
    },
  };
}

function reachOf({ partition, where = [] }: Query): string {
  const fields = where.map(({ field }) => field).join(", ");
  return `by ${fields === "" ? "nothing" : fields} ${partition === undefined ? "across partitions" : "in one partition"}`;
}
