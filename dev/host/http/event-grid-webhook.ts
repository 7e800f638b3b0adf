/**
 * `/runtime/webhooks/EventGrid?functionName=NAME`: where Event Grid pushes to, as its Functions extension serves it,
 * with the handshakes of both schemas.
 */
import type { IncomingMessage, ServerResponse } from "node:http";

import * as z from "zod";

import type { Invoke } from "../core/invoke.ts";
import type { HostRoute } from "./handle-request.ts";
import { readBody } from "./request-data.ts";
import { sendJson, sendText } from "./send-response.ts";

export type EventGridFunction = {
  readonly bindingName: string;
  readonly cardinality: "one" | "many";
  readonly invoke: Invoke;
};

const eventsSchema = z.union([
  z.array(z.unknown()),
  z.record(z.string(), z.unknown()).transform((event) => [event]),
]);
const validationCodeSchema = z.object({ validationCode: z.string() });

/** Functions are found by their exact names. */
export function makeEventGridWebhook(functions: ReadonlyMap<string, EventGridFunction>): HostRoute {
  return async (request, response, segments) => {
    if (segments.slice(0, 3).join("/").toLowerCase() !== "runtime/webhooks/eventgrid") {
      return false;
    }
    const name = functionNameOf(request);
    const target = functions.get(name);
    if (target === undefined) {
      sendText(response, 404, `cannot find function: '${name}'`);
    } else if (request.method === "OPTIONS") {
      allowOrigin(request, response);
    } else {
      await receive(request, response, target);
    }
    return true;
  };
}

function functionNameOf(request: IncomingMessage): string {
  return new URL(request.url ?? "/", "http://host").searchParams.get("functionName") ?? "";
}

/** The handshake of CloudEvents: whoever asks may send, at any rate. */
function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  const origin = request.headers["webhook-request-origin"];
  if (typeof origin !== "string") {
    sendText(response, 400, "The header WebHook-Request-Origin is missing.");
    return;
  }
  response.setHeader("WebHook-Allowed-Origin", origin);
  response.setHeader("WebHook-Allowed-Rate", "*");
  sendText(response, 200);
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  target: EventGridFunction,
): Promise<void> {
  const kind = String(request.headers["aeg-event-type"] ?? "").toLowerCase();
  if (request.method !== "POST") {
    sendText(response, 405);
  } else if (kind === "subscriptionvalidation") {
    sendJson(response, 200, { validationResponse: validationCodeOf(await readEvents(request)) });
  } else if (kind === "notification") {
    await notify(response, target, await readEvents(request));
  } else {
    sendText(response, kind === "unsubscribe" ? 202 : 400);
  }
}

async function readEvents(request: IncomingMessage): Promise<unknown[]> {
  return eventsSchema.parse(JSON.parse((await readBody(request)).toString("utf8")));
}

/** In the Event Grid schema `data` is an object, in a CloudEvent it comes as a text of JSON. */
function validationCodeOf([event]: readonly unknown[]): string {
  const { data } = z.object({ data: z.unknown() }).parse(event);
  return validationCodeSchema.parse(typeof data === "string" ? JSON.parse(data) : data).validationCode;
}

/** All at once, and one failure fails the whole request, upon which Event Grid sends all of it again. */
async function notify(
  response: ServerResponse,
  target: EventGridFunction,
  events: readonly unknown[],
): Promise<void> {
  const values = target.cardinality === "many" ? [events] : events;
  const runs = await Promise.allSettled(
    values.map((value) =>
      target.invoke({ bindingName: target.bindingName, value: { json: JSON.stringify(value) } }),
    ),
  );
  sendText(response, runs.some((run) => run.status === "rejected") ? 500 : 202);
}
