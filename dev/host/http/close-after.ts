/** Ends a server: what is in hand is finished, the rest is dropped. */
import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";

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
