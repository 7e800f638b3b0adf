/** Writes what an HTTP function returned to the wire. */
import type { ServerResponse } from "node:http";

import * as z from "zod";

import type { InvocationResponse } from "../core/model.ts";
import { cookieSchema, setCookieLine } from "./set-cookie.ts";

const httpSchema = z.object({
  http: z.object({
    statusCode: z.coerce.number().int(),
    headers: z.record(z.string(), z.string()),
    cookies: z.array(cookieSchema),
    body: z.object({ bytes: z.instanceof(Uint8Array) }).nullish(),
  }),
});

/** A function that returned nothing is answered with 204, as by the real host. */
export function sendResponse(response: ServerResponse, { returnValue }: InvocationResponse): void {
  if (returnValue === undefined || returnValue === null) {
    sendText(response, 204);
    return;
  }
  const { http } = httpSchema.parse(returnValue);
  for (const [name, value] of Object.entries(http.headers)) {
    response.setHeader(name, value);
  }
  for (const cookie of http.cookies) {
    response.appendHeader("set-cookie", setCookieLine(cookie));
  }
  response.statusCode = http.statusCode;
  response.end(http.body?.bytes);
}

/** A short plain-text answer of the host itself. */
export function sendText(response: ServerResponse, status: number, text = ""): void {
  if (text !== "") {
    response.setHeader("content-type", "text/plain; charset=utf-8");
  }
  response.statusCode = status;
  response.end(text);
}

/** A JSON answer of the host itself. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.statusCode = status;
  response.end(JSON.stringify(value));
}
