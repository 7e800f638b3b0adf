/** Binds a local server to loopback. A port that somebody else has is told in one sentence, with its flag. */
import { once } from "node:events";
import type { Server } from "node:http";

export class PortTakenError extends Error {
  override readonly name = "PortTakenError";

  constructor(port: number, flag: string, options?: ErrorOptions) {
    super(
      `Port ${port} is taken by another program: choose another with ${flag}, or 0 for a free one.`,
      options,
    );
  }
}

/**
 * The port listened on, on 127.0.0.1 only; 0 takes a free one. Throws a PortTakenError that names `flag`, by which
 * the person at the terminal chooses another.
 */
export async function listen(server: Server, port: number, flag: string): Promise<number> {
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE") {
      throw new PortTakenError(port, flag, { cause });
    }
    throw cause;
  }
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}
