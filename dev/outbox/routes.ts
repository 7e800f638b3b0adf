/**
 * Every address of the outbox, as a table. A further receiver (the bot connector under `/v3/conversations`) is a further
 * file of routes beside the two here.
 */
import { eventStream } from "./event-stream.ts";
import { parseFault, type Faults } from "./faults.ts";
import { publicMessageOf } from "./message.ts";
import type { MessageLog } from "./message-log.ts";
import { makePage } from "./page/page.ts";
import { receive } from "./receive.ts";
import { jsonReply, problemReply } from "./reply.ts";
import { jsonIn, readBody } from "./request-body.ts";
import type { Route } from "./router.ts";
import { twilioRoutes } from "./twilio/twilio-routes.ts";
import { judgeWorkflow, workflowFailure, workflowLimitBytes } from "./workflow.ts";

const faultLimitBytes = 64 * 1024;

export interface OutboxParts {
  readonly log: MessageLog;
  readonly faults: Faults;
}

export function outboxRoutes(parts: OutboxParts): readonly Route[] {
  return [
    ...pageRoutes(parts),
    ...messageRoutes(parts),
    ...faultRoutes(parts),
    workflowRoute(parts),
    ...twilioRoutes(parts),
  ];
}

function pageRoutes({ log }: OutboxParts): readonly Route[] {
  const page = makePage();
  return [
    { method: "GET", path: /^\/$/, handle: () => page(log) },
    { method: "GET", path: /^\/events$/, handle: (call) => eventStream(call, log) },
  ];
}

function messageRoutes({ log }: OutboxParts): readonly Route[] {
  const path = /^\/messages$/;
  const clear = () => {
    log.clear();
    return { status: 204 };
  };
  return [
    { method: "GET", path, handle: () => jsonReply(200, { value: log.all().map(publicMessageOf) }) },
    { method: "DELETE", path, handle: clear },
  ];
}

function faultRoutes({ faults }: OutboxParts): readonly Route[] {
  const path = /^\/faults$/;
  const clear = () => {
    faults.clear();
    return { status: 204 };
  };
  return [
    { method: "GET", path, handle: () => jsonReply(200, { value: faults.all() }) },
    {
      method: "POST",
      path,
      handle: async ({ request }) => {
        const fault = parseFault(jsonIn((await readBody(request, faultLimitBytes)) ?? ""));
        if (typeof fault === "string") return problemReply(400, "Bad Request", fault);
        faults.add(fault);
        return jsonReply(201, fault);
      },
    },
    { method: "DELETE", path, handle: clear },
  ];
}

function workflowRoute({ log, faults }: OutboxParts): Route {
  return {
    method: "POST",
    path: /^\/workflow\/(?<name>[^/]+)$/,
    handle: async ({ request, parts }) => {
      const text = await readBody(request, workflowLimitBytes);
      const contentType = request.headers["content-type"] ?? "";
      const judgement = judgeWorkflow({ name: parts["name"] ?? "", contentType, text, at: Date.now() });
      return receive(judgement, faults.take("teams-workflow", "send"), log, workflowFailure);
    },
  };
}
