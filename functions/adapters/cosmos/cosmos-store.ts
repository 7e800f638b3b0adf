/** The deployed store: Cosmos DB for NoSQL. The template makes the database and its containers, never this code. */
import type { TokenCredential } from "@azure/identity";
import { TransientError, type Store } from "../../application/ports.ts";
import type { DocumentEngine } from "../documents/container.ts";
import { makeDocumentStore } from "../documents/document-store.ts";
import type { OnUnreadable } from "../documents/reading.ts";
import { REQUEST_MS } from "./attempts.ts";
import { makeCosmosContainer } from "./cosmos-container.ts";

export interface CosmosStoreOptions {
  readonly endpoint: string;
  readonly database: string;
  /** A key is for an emulator only. */
  readonly auth: { readonly credential: TokenCredential } | { readonly key: string };
  /** Told of documents that lists leave out because this version cannot read them. */
  readonly onUnreadable?: OnUnreadable;
}

/**
 * Asks nothing of the database yet: an app whose store is down has to start. The SDK is loaded here, so that who
 * uses the other store does not load it.
 *
 * Endpoint discovery is off: the account has one region, discovery costs a request at every cold start, and with
 * it the SDK repeats what a broken connection interrupted, writes included, up to 120 times.
 */
export async function makeCosmosEngine(options: CosmosStoreOptions): Promise<DocumentEngine> {
  const { endpoint, database, auth } = options;
  const { CosmosClient } = await import("@azure/cosmos");
  const client = new CosmosClient({
    endpoint,
    ...("key" in auth ? { key: auth.key } : { aadCredentials: auth.credential }),
    connectionPolicy: {
      requestTimeout: REQUEST_MS,
      enableEndpointDiscovery: false,
      enableBackgroundEndpointRefreshing: false,
      retryOptions: {
        maxRetryAttemptCount: 0,
        fixedRetryIntervalInMilliseconds: 0,
        maxWaitTimeInSeconds: 0,
      },
    },
  });

  let isOpen = true;
  const checkOpen = () => {
    if (!isOpen) throw new TransientError("the store is closed");
  };
  return {
    container: (name) =>
      makeCosmosContainer({ container: client.database(database).container(name), name, checkOpen }),
    close() {
      isOpen = false;
      client.dispose();
      return Promise.resolve();
    },
  };
}

export async function makeCosmosStore(options: CosmosStoreOptions): Promise<Store> {
  return makeDocumentStore(await makeCosmosEngine(options), options.onUnreadable ?? (() => {}));
}
