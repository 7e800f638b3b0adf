/** Reads what a request carries, never keeping more of it than the receiver it plays would take. */
import type { IncomingMessage } from "node:http";

/** The body as text, or undefined when it is longer than `limitBytes`; read to its end either way, so that the answer arrives. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= limitBytes) chunks.push(chunk);
  });
  await new Promise((resolve, reject) => request.once("end", resolve).once("error", reject));
  return bytes <= limitBytes ? Buffer.concat(chunks).toString("utf8") : undefined;
}

/** The JSON value in `text`, or undefined when it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
