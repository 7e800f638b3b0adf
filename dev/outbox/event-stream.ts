/** `GET /events`: what keeps an open page up to date, as server-sent events. */
import type { MessageLog } from "./message-log.ts";
import { renderMessage } from "./page/message-view.ts";
import { handled, type Call } from "./router.ts";

/** Often enough that a page notices a vanished outbox, seldom enough not to matter. */
const heartbeatMs = 15_000;
/** How soon a page that lost the outbox tries again. */
const retryMs = 500;

/**
 * First `hello` with the log's generation, by which a page knows whether what it shows is still the outbox's; then each
 * message after the query's `after` (or after the last one a reconnecting browser got), and `cleared`.
 */
export function eventStream({ request, response, url }: Call, log: MessageLog): typeof handled {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const write = (event: string, data: unknown, id?: number): void => {
    const mark = id === undefined ? "" : `id: ${id}\n`;
    response.write(`${mark}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  response.write(`retry: ${retryMs}\n\n`);
  write("hello", { generation: log.generation() });
  const after = Number(request.headers["last-event-id"] ?? url.searchParams.get("after") ?? 0);
  for (const message of log.all()) {
    if (message.seq > after) write("message", renderMessage(message), message.seq);
  }
  const unsubscribe = log.subscribe((change) => {
    if (change.kind === "cleared") write("cleared", { generation: log.generation() });
    else write("message", renderMessage(change.message), change.message.seq);
  });
  const heartbeat = setInterval(() => response.write(": still here\n\n"), heartbeatMs).unref();
  response.once("close", () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
  return handled;
}
