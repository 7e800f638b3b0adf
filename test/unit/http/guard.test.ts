import { expect, test } from "vitest";

import { TransientError } from "../../../functions/application/ports.ts";
import { guard } from "../../../functions/triggers/http/guard.ts";
import { bodyOf, get, header } from "./requests.ts";

function guarded(error: unknown) {
  const lines: string[] = [];
  const write = (event: string): void => void lines.push(event);
  const log = { info: write, warn: write, error: write };
  const handler = guard("devices", log, async () => {
    throw error;
  });
  return { lines, answer: handler(get("/api/devices")) };
}

test("a store that is down is a 503 that says when to come back", async () => {
  const { answer, lines } = guarded(new TransientError("host 10.0.0.1 refused"));
  const given = await answer;
  expect(given.status).toBe(503);
  expect(header(given, "retry-after")).toBe("5");
  expect(header(given, "content-type")).toBe("application/problem+json");
  expect(given.body).not.toContain("10.0.0.1");
  expect(lines).toEqual(["http.storeUnavailable"]);
});

test("anything else is a 500 that keeps its cause to the log", async () => {
  const { answer, lines } = guarded(new Error("key=abc"));
  const given = await answer;
  expect(bodyOf(given)).toMatchObject({ status: 500, type: "urn:linewatch:problem:unexpected" });
  expect(given.body).not.toContain("abc");
  expect(lines).toEqual(["http.failed"]);
});
