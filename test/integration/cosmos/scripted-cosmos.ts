/** A Cosmos DB that answers requests for items as it is told, one instruction a request, in order. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export type Instruction =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** The request is read to its end, and the connection broken. */
  | "break"
  /** Nothing is ever answered. */
  | "hang";

export interface ItemRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface ScriptedCosmos {
  readonly endpoint: string;
  /** What is asked of items, in order. */
  readonly requests: ItemRequest[];
  stop(): Promise<void>;
}

const CONTAINER = JSON.stringify({ id: "c", _rid: "r", partitionKey: { paths: ["/pk"], version: 2 } });

/** Repeats the last instruction when there are no more. */
export async function startScriptedCosmos(...script: Instruction[]): Promise<ScriptedCosmos> {
  const requests: ItemRequest[] = [];
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = "", url = "", headers } = request;
    const body = await text(request);
    if (!url.includes("/docs")) return response.end(CONTAINER);
    if (headers["x-ms-cosmos-is-query-plan-request"] !== undefined) return response.writeHead(400).end("{}");
    const instruction = script[Math.min(requests.length, script.length - 1)];
    requests.push({ method, path: url, headers, body, at: Date.now() });
    if (instruction === undefined || instruction === "break") return request.socket.destroy();
    if (instruction === "hang") return undefined;
    response.writeHead(instruction.status, { "content-type": "application/json", ...instruction.headers });
    return response.end(
      instruction.body ?? JSON.stringify({ code: String(instruction.status), message: "no" }),
    );
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${portOf(server.address())}`,
    requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string")
    throw new Error("the server does not listen on a port");
  return address.port;
}
