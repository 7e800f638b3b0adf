/** Finds the handler of a request; what no route knows gets a sentence. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { problemReply, type Answer } from "./reply.ts";

export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** The named parts of the path, percent-decoded. */
  readonly parts: Readonly<Record<string, string>>;
}

/** `handled`: the handler has written, or goes on writing, to the response itself. */
export const handled = Symbol("handled");
type Handler = (call: Call) => Answer | typeof handled | Promise<Answer | typeof handled>;

export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: RegExp;
  readonly handle: Handler;
}

export async function dispatch(
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer | typeof handled> {
  const url = URL.parse(request.url ?? "", "http://outbox.invalid");
  const matching = routes.filter(({ path }) => url !== null && path.test(url.pathname));
  if (url === null || matching.length === 0)
    return problemReply(404, "Not Found", "The outbox has no such address.");
  const route = matching.find(({ method }) => method === request.method);
  if (route === undefined) {
    const allow = matching.map(({ method }) => method).join(", ");
    return problemReply(405, "Method Not Allowed", `This address takes ${allow}.`, { allow });
  }
  const parts = decoded(route.path.exec(url.pathname)?.groups ?? {});
  if (parts === undefined)
    return problemReply(400, "Bad Request", "The address is not percent-encoded UTF-8.");
  return route.handle({ request, response, url, parts });
}

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> | undefined {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    return undefined;
  }
}
