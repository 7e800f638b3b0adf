/** An HTTP answer as a value, so that handlers stay functions and faults can replace an answer before it is written. */
import type { ServerResponse } from "node:http";

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Instead of an answer, the connection is broken: the sender cannot know what became of its request. */
export const hangUp = Symbol("hang up");
export type Answer = Reply | typeof hangUp;

export function jsonReply(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(value) };
}

/** `detail` is one sentence for whoever sent the request. */
export function problemReply(
  status: number,
  title: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const problem = { type: "about:blank", title, status, detail };
  return jsonReply(status, problem, { ...headers, "content-type": "application/problem+json" });
}

export function sendAnswer(response: ServerResponse, answer: Answer): void {
  if (answer === hangUp) {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, { "cache-control": "no-store", ...answer.headers });
  response.end(answer.body);
}
