/** One HTTP request from guard to answer: the host's own addresses first, then the functions' routes. */
import type { IncomingMessage, ServerResponse } from "node:http";

import type { Invoke } from "../core/invoke.ts";
import { type Log, reasonOf } from "../log.ts";
import { refusalOf } from "../loopback-guard.ts";
import { BodyTooLargeError, readBody, requestData } from "./request-data.ts";
import { pathSegments } from "./request-path.ts";
import type { FindRoute } from "./routes.ts";
import { sendResponse, sendText } from "./send-response.ts";

export type HttpFunction = { readonly bindingName: string; readonly invoke: Invoke };

/** Answers a request below the host's own addresses, or leaves it (false). */
export type HostRoute = (
  request: IncomingMessage,
  response: ServerResponse,
  segments: readonly string[],
) => Promise<boolean>;

export type RequestHandlerParts = {
  readonly ownPort: () => number;
  readonly hostRoutes: readonly HostRoute[];
  readonly findRoute: FindRoute<HttpFunction>;
  readonly log: Log;
};

export type HandleRequest = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The returned function never rejects: what goes wrong is a 500 without a body, as from the real host, and a log line. */
export function makeHandleRequest(parts: RequestHandlerParts): HandleRequest {
  return async (request, response) => {
    try {
      await answer(parts, request, response);
    } catch (error) {
      const status = error instanceof BodyTooLargeError ? 413 : 500;
      parts.log({
        level: "error",
        category: "system",
        message: `${request.method} ${request.url}: ${reasonOf(error)}`,
      });
      if (response.headersSent) {
        response.destroy();
        return;
      }
      for (const name of response.getHeaderNames()) {
        response.removeHeader(name);
      }
      sendText(response, status);
    }
  };
}

async function answer(
  parts: RequestHandlerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = refusalOf(request, parts.ownPort());
  if (refusal !== undefined) {
    sendText(response, 403, refusal);
    return;
  }
  const segments = pathSegments(request.url ?? "/");
  for (const hostRoute of parts.hostRoutes) {
    if (await hostRoute(request, response, segments)) {
      return;
    }
  }
  const found = parts.findRoute(request.method ?? "GET", segments);
  if (found === undefined) {
    sendText(response, 404);
    return;
  }
  const { bindingName, invoke } = found.target;
  const http = requestData(request, found.params, await readBody(request));
  sendResponse(response, await invoke({ bindingName, value: { http } }));
}
