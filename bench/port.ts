/** Where a server that took a free port listens. */
import type { Server } from "node:http";

/** Throws for a server that does not listen on a port. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
