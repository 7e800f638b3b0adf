/**
 * A Cosmos DB and a queue service on loopback that answer every request alike, whatever was written: what a client
 * costs can be measured there, and nothing else. The answers have the headers and sizes of real ones.
 */
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

import { portOf } from "../port.ts";

/** The document of which every item read and replaced is a copy. */
export type CannedDocument = Readonly<Record<string, unknown>>;

const ETAG = '"0000d986-0000-0700-0000-5b12d0f60000"';

const CONTAINER = JSON.stringify({
  id: "connections",
  _rid: "YJYqAK0-9ZI=",
  partitionKey: { paths: ["/pk"], kind: "Hash", version: 2 },
});

const COSMOS_HEADERS = {
  "content-type": "application/json",
  "x-ms-request-charge": "1",
  "x-ms-session-token": "0:-1#12",
  "x-ms-activity-id": "f6bbf8f4-d365-520d-a878-17bf7238abd8",
  "x-ms-resource-quota":
    "documentSize=51200;documentsSize=52428800;documentsCount=-1;collectionSize=52428800;",
  "x-ms-resource-usage": "documentSize=0;documentsSize=1;documentsCount=1;collectionSize=2;",
  "x-ms-schemaversion": "1.18",
  "x-ms-gatewayversion": "version=2.14.0",
  "x-ms-serviceversion": "version=2.14.0.0",
};

const QUEUED = `<?xml version="1.0" encoding="utf-8"?><QueueMessagesList><QueueMessage><MessageId>f6bbf8f4-d365-520d-a878-17bf7238abd8</MessageId><InsertionTime>Sat, 21 Nov 2026 00:00:00 GMT</InsertionTime><ExpirationTime>Fri, 31 Dec 9999 23:59:59 GMT</ExpirationTime><PopReceipt>AgAAAAMAAAAAAAAAtj2mKw==</PopReceipt><TimeNextVisible>Sat, 21 Nov 2026 00:05:00 GMT</TimeNextVisible></QueueMessage></QueueMessagesList>`;

export function makeCannedAzure(document: CannedDocument): RequestListener {
  const item = JSON.stringify({
    ...document,
    _rid: "YJYqAK0-9ZIBAAAAAAAAAA==",
    _self: "dbs/YJYqAA==/colls/YJYqAK0-9ZI=/docs/YJYqAK0-9ZIBAAAAAAAAAA==/",
    _etag: ETAG,
    _attachments: "attachments/",
    _ts: 1_795_219_200,
  });
  return (request, response) => void answer(request, response, item);
}

async function answer(request: IncomingMessage, response: ServerResponse, item: string): Promise<void> {
  const { method, url = "" } = request;
  await text(request);
  if (url.includes("/messages")) {
    response.writeHead(201, { "content-type": "application/xml", "x-ms-version": "2026-02-06" }).end(QUEUED);
  } else if (url.includes("/docs")) {
    response.writeHead(method === "POST" ? 201 : 200, { ...COSMOS_HEADERS, etag: ETAG }).end(item);
  } else {
    response.writeHead(200, COSMOS_HEADERS).end(CONTAINER);
  }
}

/** Resolves to the server's port on loopback. */
export async function listenOnLoopback(listener: RequestListener): Promise<number> {
  const server = createServer({ keepAliveTimeout: 60_000 }, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return portOf(server);
}
