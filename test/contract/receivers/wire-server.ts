/** A loopback server that answers exactly as a test says, for what the outbox does not play: odd headers, redirects, garbage. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WireServer {
  readonly url: string;
  /** What came, oldest first. */
  readonly requests: readonly WireRequest[];
}

/** Reads each request whole, then lets `answer` have it. Ends with the test. */
export async function startWire(answer: RequestListener): Promise<WireServer> {
  const requests: WireRequest[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const url = new URL(request.url ?? "", "http://wire");
      requests.push({ method: request.method ?? "", url, headers: request.headers, body });
      answer(request, response);
    });
  });
  const port = await listen(server);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${port}`, requests };
}

/** A loopback port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  return port;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  return address.port;
}
