/** One container of Cosmos DB: ETag compare-and-set on single items, and nothing else. */
import { setTimeout as pause } from "node:timers/promises";
import type { Container } from "@azure/cosmos";
import { TransientError } from "../../application/ports.ts";
import {
  checkDocumentId,
  type DocumentBody,
  type DocumentContainer,
  type StoredDocument,
} from "../documents/container.ts";
import type { ContainerName } from "../documents/containers.ts";
import { patiently } from "./attempts.ts";
import { isMissingItem, STATUS, statusOf, translateCosmosError } from "./errors.ts";
import { toCosmosSql } from "./sql.ts";

/** A document with what Cosmos DB adds to it, which is taken off again. */
interface Item {
  readonly id: string;
  readonly _etag: string;
  readonly _rid?: unknown;
  readonly _self?: unknown;
  readonly _ts?: unknown;
  readonly _attachments?: unknown;
  readonly ttl?: unknown;
}

export interface CosmosContainerOptions {
  readonly container: Container;
  readonly name: ContainerName;
  /** Throws once the store is closed. */
  readonly checkOpen: () => void;
}

export function makeCosmosContainer({
  container,
  name,
  checkOpen,
}: CosmosContainerOptions): DocumentContainer {
  /** Performs an operation; `undefined` where its answer is one of the statuses that say "lost". */
  const run = async <T>(
    doing: string,
    lost: readonly number[],
    operation: (abortSignal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> => {
    checkOpen();
    try {
      return await patiently(operation, (ms) => pause(ms));
    } catch (error) {
      const status = statusOf(error);
      const isLost = status !== undefined && lost.includes(status);
      if (isLost && (status !== STATUS.notFound || isMissingItem(error))) return undefined;
      throw translateCosmosError(error, `${doing} ${name}`);
    }
  };

  return {
    name,
    async read(partition, id) {
      const response = await run("reading from", [], (abortSignal) =>
        container.item(id, partition).read({ abortSignal }),
      );
      if (response?.resource !== undefined) return storedDocument(response.resource);
      if (response?.statusCode === STATUS.notFound && isMissingItem(response)) return undefined;
      throw new TransientError(`Cosmos DB does not answer (${response?.statusCode}): reading from ${name}`);
    },
    async create(body, lifetimeS) {
      checkDocumentId(body.id);
      const response = await run("creating in", [STATUS.conflict], (abortSignal) =>
        container.items.create(withLifetime(body, lifetimeS), { abortSignal }),
      );
      return response?.etag;
    },
    async replace(body, ifMatch, lifetimeS) {
      const accessCondition = { type: "IfMatch", condition: ifMatch };
      const lost = [STATUS.notFound, STATUS.preconditionFailed, STATUS.retryWith];
      const response = await run("replacing in", lost, (abortSignal) =>
        container
          .item(body.id, body.pk)
          .replace(withLifetime(body, lifetimeS), { accessCondition, abortSignal }),
      );
      return response?.etag;
    },
    async query(query) {
      const response = await run("querying", [], (abortSignal) =>
        container.items
          .query<unknown>(toCosmosSql(query), {
            abortSignal,
            maxItemCount: query.limit,
            ...(query.partition === undefined ? {} : { partitionKey: query.partition }),
          })
          .fetchAll(),
      );
      return response?.resources.map(storedDocument) ?? [];
    },
    async count() {
      const response = await run("counting", [], (abortSignal) =>
        container.items.query<number>("SELECT VALUE COUNT(1) FROM c", { abortSignal }).fetchAll(),
      );
      return response?.resources.reduce((sum, part) => sum + part, 0) ?? 0;
    },
  };
}

function withLifetime(body: DocumentBody, lifetimeS: number | undefined): DocumentBody {
  return lifetimeS === undefined ? body : { ...body, ttl: lifetimeS };
}

function storedDocument(resource: unknown): StoredDocument {
  if (!isItem(resource)) throw new TypeError("Cosmos DB gave something that is no item");
  const { _etag, _rid, _self, _ts, _attachments, ttl: _ttl, ...body } = resource;
  return { id: body.id, version: _etag, body };
}

/** Not by a schema, which would copy each document once more. */
function isItem(value: unknown): value is Item {
  if (typeof value !== "object" || value === null) return false;
  return "id" in value && typeof value.id === "string" && "_etag" in value && typeof value._etag === "string";
}
