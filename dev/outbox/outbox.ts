/**
 * The outbox: one loopback server that plays the receivers of the outside world (a Power Automate workflow, Twilio), so that
 * the product's real adapters run on a laptop, and a page that shows what people would have seen.
 */
import { createServer, type Server } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { refusalOf } from "../host/loopback-guard.ts";
import { listen } from "../host/listen.ts";
import { makeFaults } from "./faults.ts";
import { openMessageFile, type MessageFile } from "./message-file.ts";
import { makeMessageLog, messagesKept } from "./message-log.ts";
import { problemReply, sendAnswer } from "./reply.ts";
import { dispatch, handled, type Route } from "./router.ts";
import { outboxRoutes } from "./routes.ts";

export interface OutboxOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Where messages survive a restart, as JSON lines; without it they live in memory. */
  readonly dataFile?: string;
}

export interface Outbox {
  /** Such as `http://127.0.0.1:7072`, without a final slash. */
  readonly url: string;
  readonly port: number;
  /** The address that stands for the workflow of a Teams channel. */
  workflowUrl(name: string): string;
  /** Breaks what is still open; resolves when the port is free. */
  stop(): Promise<void>;
}

/** Throws a PortTakenError when somebody else listens on the port. */
export async function startOutbox({ port, dataFile }: OutboxOptions): Promise<Outbox> {
  const server = createServer();
  const ownPort = await listen(server, port, "--outbox-port");
  const file = await openFile(server, dataFile);
  const routes = outboxRoutes({ log: makeMessageLog(file), faults: makeFaults() });
  server.on("request", (request, response) => void answer(routes, ownPort, request, response));
  const url = `http://127.0.0.1:${ownPort}`;
  return {
    url,
    port: ownPort,
    workflowUrl: (name) => `${url}/workflow/${encodeURIComponent(name)}`,
    stop: async () => {
      await close(server);
      file?.close();
    },
  };
}

/** Only with the port in hand, since a second outbox must not touch the first one's file. */
async function openFile(server: Server, path: string | undefined): Promise<MessageFile | undefined> {
  try {
    return path === undefined ? undefined : openMessageFile(path, messagesKept);
  } catch (cause) {
    await close(server);
    throw new Error(`The outbox cannot keep its messages in ${path ?? ""}.`, { cause });
  }
}

async function answer(
  routes: readonly Route[],
  ownPort: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const refusal = refusalOf(request, ownPort);
    const reply =
      refusal === undefined
        ? await dispatch(routes, request, response)
        : problemReply(403, "Forbidden", refusal);
    if (reply !== handled) sendAnswer(response, reply);
  } catch (cause) {
    // A sender that vanished in the middle of its request is no fault of the outbox.
    if (request.destroyed && !request.complete) return;
    console.error("The outbox failed to answer.", cause);
    response.destroy();
  }
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
