import { expect, test } from "vitest";

import { TransientError } from "../../../functions/application/ports.ts";
import { answer } from "../../../functions/triggers/http/answer.ts";
import { guard } from "../../../functions/triggers/http/guard.ts";
import { CONTEXT, arrivedOf, requestOf } from "./requests.ts";

const RUN = `urn:uuid:${CONTEXT.invocationId}`;

async function guarded(error: unknown) {
  const lines: unknown[] = [];
  const write = (event: string, { instance }: Readonly<Record<string, unknown>>): void =>
    void lines.push([event, instance]);
  const log = { info: write, warn: write, error: write };
  const request = requestOf("/api/devices");
  const handler = guard("devices", log, async () => {
    throw error;
  });
  const arrived = arrivedOf(answer(request, await handler(request, CONTEXT)));
  return { lines, ...arrived, json: JSON.parse(arrived.text) };
}

test("a store that is down is a 503 that says when to come back", async () => {
  const { status, headers, text, lines } = await guarded(new TransientError("host 10.0.0.1 refused"));
  expect(status).toBe(503);
  expect(headers.get("retry-after")).toBe("5");
  expect(headers.get("content-type")).toBe("application/problem+json");
  expect(text).not.toContain("10.0.0.1");
  expect(lines).toEqual([["http.storeUnavailable", RUN]]);
});

test("anything else is a 500 that keeps its cause to the log, where its instance leads", async () => {
  const { json, text, lines } = await guarded(new Error("key=abc"));
  expect(json).toMatchObject({ status: 500, type: "urn:linewatch:problem:unexpected", instance: RUN });
  expect(text).not.toContain("abc");
  expect(lines).toEqual([["http.failed", RUN]]);
});
