/** The DevTools protocol over a WebSocket: commands that are answered, and events. */
import { once } from "node:events";
import { z } from "zod";

const incomingSchema = z.union([
  z.object({ id: z.int(), result: z.unknown() }),
  z.object({ id: z.int(), error: z.object({ message: z.string() }) }),
  z.object({ method: z.string(), params: z.unknown(), sessionId: z.string().optional() }),
]);

export interface DevTools {
  /** Rejects with the browser's own words when it refuses. */
  send(method: string, params?: object, sessionId?: string): Promise<unknown>;
  on(listener: (method: string, params: unknown, sessionId: string | undefined) => void): void;
  close(): void;
}

type Pending = PromiseWithResolvers<unknown>;

export async function connectDevTools(url: string): Promise<DevTools> {
  const socket = new WebSocket(url);
  const pending = new Map<number, Pending>();
  const listeners: Parameters<DevTools["on"]>[0][] = [];
  let lastId = 0;
  socket.addEventListener("message", ({ data }) => {
    const incoming = incomingSchema.parse(JSON.parse(String(data)));
    if ("method" in incoming) {
      for (const listener of listeners) listener(incoming.method, incoming.params, incoming.sessionId);
    } else {
      settle(pending.get(incoming.id), incoming);
      pending.delete(incoming.id);
    }
  });
  socket.addEventListener("close", () => {
    for (const { reject } of pending.values()) reject(new Error("The browser went away."));
  });
  await once(socket, "open");
  return {
    send: (method, params = {}, sessionId) => {
      lastId += 1;
      const answer = Promise.withResolvers<unknown>();
      pending.set(lastId, answer);
      socket.send(JSON.stringify({ id: lastId, method, params, sessionId }));
      return answer.promise;
    },
    on: (listener) => {
      listeners.push(listener);
    },
    close: () => socket.close(),
  };
}

function settle(
  pending: Pending | undefined,
  answer: { result: unknown } | { error: { message: string } },
): void {
  if ("error" in answer) pending?.reject(new Error(answer.error.message));
  else pending?.resolve(answer.result);
}
