/** Binds a server to loopback, and ends it. */
import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";

/** The port is in use; the message is the sentence to show. */
export class PortTakenError extends Error {
  override name = "PortTakenError";
}

/** The port listened on, on 127.0.0.1 only; 0 takes a free one. */
export async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE") {
      throw new PortTakenError(
        `Port ${port} is taken: choose another one with --port (0 takes a free one).`,
        {
          cause,
        },
      );
    }
    throw cause;
  }
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

/** Takes no more connections, waits for `drained` and drops what is open then. */
export async function closeAfter(server: Server, drained: Promise<void>): Promise<void> {
  const closed = once(server, "close");
  server.close();
  await drained;
  server.closeAllConnections();
  await closed;
}

/** Resolves when a response has been handed to the network, or its connection is gone. */
export function ended(response: ServerResponse): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (response.closed) {
    resolve();
  } else {
    response.once("close", resolve);
  }
  return promise;
}
