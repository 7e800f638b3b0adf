/** HTTP requests exactly as given: paths that are not normalised, and the headers that fetch forbids. */
import { request } from "node:http";
import type { OutgoingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";

export type RawResponse = {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
};

export function rawRequest(
  port: number,
  path: string,
  options: { method?: string; headers?: OutgoingHttpHeaders; body?: string } = {},
): Promise<RawResponse> {
  const { method = "GET", headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
      text(response).then(
        (content) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: content }),
        reject,
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
