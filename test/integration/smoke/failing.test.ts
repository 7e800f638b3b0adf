/** Drills that fail: which step, in which words, and the page of the manual that they lead to. */
import { afterEach, describe, expect, it } from "vitest";

import { DRILL_HUB } from "../../../functions/domain/drill.ts";
import { DRILL_ID, HEALTHY, QUICK, type Delivery, type Plan } from "./fake-app.ts";
import { clearStage, setStage, type Stage } from "./follow.ts";

afterEach(clearStage);

const DRILL = `GET /api/drill/${DRILL_ID}`;

describe("an app that cannot hold a drill", () => {
  /** The answer of one route; how it fails; words of its verdict or advice. */
  const cases: readonly (readonly [string, Parameters<Stage["app"]["answer"]>, object, string])[] = [
    [
      "whose configuration has faults",
      [
        "GET /api/health",
        () => ({
          status: 503,
          body: { status: "failing", problems: ["COSMOS_ENDPOINT is not set.", "routes: is missing."] },
        }),
      ],
      { trouble: "misconfigured", lookAt: "No alerts" },
      "The app's configuration has faults: COSMOS_ENDPOINT is not set. routes: is missing.",
    ],
    [
      "that is not there",
      ["GET /api/health", () => ({ status: 404 })],
      { trouble: "notLinewatch", lookAt: "No alerts", advice: expect.stringContaining("azd deploy") },
      "it has no /api/health (404).",
    ],
    [
      "that is a page of something else",
      ["GET /api/health", () => ({ body: "<!doctype html><title>Your Functions app is up</title>" })],
      { trouble: "notLinewatch" },
      "is not Linewatch (status 200)",
    ],
    [
      "that is another API",
      ["GET /api/health", () => ({ body: { status: "UP" } })],
      { trouble: "notLinewatch" },
      "is not Linewatch (status 200)",
    ],
    [
      "that redirects",
      ["GET /api/health", () => ({ status: 302, headers: { location: "https://login.example/x?code=abc" } })],
      { trouble: "redirected" },
      "redirects to https://login.example; a key follows no redirect.",
    ],
    [
      "that is stopped",
      ["GET /api/health", () => ({ status: 403, body: "This web app is stopped." })],
      { trouble: "forbidden", lookAt: "No alerts" },
      "access restrictions",
    ],
    [
      "that does not take the key",
      ["POST /api/drill", () => ({ status: 401 })],
      { trouble: "keyRefused", lookAt: "Rotated keys" },
      "az functionapp keys list",
    ],
    [
      "that is older than drills",
      ["POST /api/drill", () => ({ status: 404 })],
      { trouble: "noDrill" },
      "deploy the present one",
    ],
    [
      "that knows nothing of the drill afterwards",
      [DRILL, () => ({ status: 404, body: { detail: "There is no such drill." } })],
      { trouble: "lost", lookAt: "No alerts" },
      "does not know the drill that it has just accepted",
    ],
    [
      "whose key is changed meanwhile",
      [DRILL, (before, usual) => (before > 0 ? { status: 401 } : usual())],
      { trouble: "keyRefused", lookAt: "Rotated keys" },
      "does not take this key",
    ],
    [
      "that throttles for all of the time",
      [DRILL, () => ({ status: 429 })],
      { trouble: "starting", lookAt: "Throttling" },
      "answers 429",
    ],
    [
      "that answers with half a drill",
      [DRILL, () => ({ body: { id: DRILL_ID, state: "running" } })],
      { trouble: "notLinewatch" },
      "is not Linewatch",
    ],
  ];
  it.each(cases)("%s", async (_, [route, answer], expected, words) => {
    const { follow, app } = await setStage();
    app.answer(route, answer);
    const { outcome, text } = await follow();
    expect(outcome).toMatchObject({ passed: false, ...expected });
    expect(text.replaceAll(/\s+/g, " ")).toContain(words);
    expect(text).toMatch(/^FAILED at \S+\.$/m);
  });

  it("that asks for a key where none was given says where to get one", async () => {
    const { follow, app } = await setStage();
    app.answer("POST /api/drill", () => ({ status: 401 }));
    const { outcome } = await follow({ key: undefined });
    expect(outcome.verdict).toBe("The app asks for a key (401), and none was given.");
    expect(outcome.advice).toContain("LINEWATCH_KEY");
  });

  it("that knows no such receiver names it, and not its place in a list", async () => {
    const { follow, app } = await setStage();
    const errors = [{ field: "receivers[1]", message: "is no receiver of the policy, which has ops" }];
    app.answer("POST /api/drill", () => ({ status: 400, body: { detail: "receivers[1]: …", errors } }));
    const { outcome } = await follow({ receivers: ["ops", "nobody"] });
    expect(outcome).toMatchObject({
      trouble: "refused",
      verdict: "The drill is refused. nobody: is no receiver of the policy, which has ops.",
    });
  });
});

describe("a hop that never comes", () => {
  const never = (hop: string): Plan => ({ ...QUICK, hops: { ...QUICK.hops, [hop]: null } });

  it.each([
    ["events", "No alerts", "Does the Function events run"],
    ["deadlines", "Late alerts", "Does the Function deadlines run"],
    ["notifications", "Late alerts", "Does the Function notifications run"],
  ])("%s is named, with the page to read", async (hop, page, advice) => {
    const { follow } = await setStage(never(hop));
    const { outcome, lines } = await follow();
    expect(outcome).toMatchObject({
      passed: false,
      trouble: "stuck",
      verdict: `The hop ${hop} has not come within 120 s.`,
      advice: expect.stringContaining(advice),
      lookAt: page,
    });
    expect(lines.at(-1)).toBe(`Read on in docs/operations.md, “${page}”.`);
    expect(outcome.drill?.hops.find(({ name }) => name === hop)?.afterMs).toBeNull();
  });

  it("leads to the poison queue where its message lies there", async () => {
    const { follow, app } = await setStage(never("deadlines"));
    const poison = { "events-poison": 0, "deadlines-poison": 1, "notifications-poison": 0 };
    app.answer("GET /api/health", (before, usual) =>
      before > 0 ? { body: { ...HEALTHY, poison } } : usual(),
    );
    const { outcome } = await follow();
    expect(outcome).toMatchObject({
      lookAt: "Poison",
      advice: expect.stringContaining("deadlines-poison holds 1"),
    });
  });

  it("is waited for as long as was asked", async () => {
    const { follow, clock } = await setStage(never("events"));
    const startedAt = clock.now();
    await follow({ timeoutMs: 20_000 });
    expect(clock.now() - startedAt).toBe(20_000);
  });
});

describe("a delivery that fails", () => {
  const one = { receiver: "oncall", channel: "sms", attempts: 1 } as const;
  const cases: readonly (readonly [string, Pick<Delivery, "state" | "error">, string, string])[] = [
    [
      "for good",
      { state: "failed", error: "Twilio answered 400, code 21211: number, not a phone number" },
      "Rotated keys",
      "oncall: SMS refused it for good: Twilio answered 400, code 21211: number, not a phone number.",
    ],
    [
      "for its credentials",
      {
        state: "failed",
        error: "Twilio answered 401, code 20003: configuration, the credentials are refused",
      },
      "Rotated keys",
      "oncall: SMS refused it for good",
    ],
    [
      "in time",
      { state: "dead", error: "workflow answered 500" },
      "Late alerts",
      "did not accept it in time",
    ],
    ["by its limit", { state: "pending", error: "workflow answered 429" }, "Throttling", "attempt 1 failed"],
    ["without an answer", { state: "claimed", error: null }, "Late alerts", "attempt 1 has no answer yet"],
  ];
  it.each(cases)("%s", async (_, delivery, page, words) => {
    const { follow } = await setStage({
      ...QUICK,
      deliveries: (afterMs, at) => (afterMs < 1_300 ? [] : [{ ...one, ...delivery, at: at(1_300) }]),
    });
    const { outcome, lines } = await follow({ receivers: ["oncall"] });
    const failedAt = "oncall";
    expect(outcome).toMatchObject({ passed: false, trouble: "undelivered", failedAt, lookAt: page });
    expect(outcome.verdict).toContain(words);
    // In one row, whether it ended or the time did.
    expect(lines.filter((line) => line.startsWith("  ✗ "))).toEqual([
      expect.stringMatching(/^ {2}✗ oncall /),
    ]);
  });

  it("is told of where no message was made at all", async () => {
    const { follow } = await setStage();
    expect((await follow({ receivers: ["ops"] })).outcome).toMatchObject({
      trouble: "undelivered",
      verdict: "No message was made for any of the receivers.",
    });
  });

  it("is the end of it: nothing more is waited for", async () => {
    const { follow, clock } = await setStage({
      ...QUICK,
      deliveries: (_, at) => [{ ...one, state: "failed", error: null, at: at(100) }],
    });
    const startedAt = clock.now();
    const { outcome } = await follow({ receivers: ["oncall"] });
    expect(outcome).toMatchObject({ trouble: "undelivered" });
    expect(clock.now()).toBe(startedAt);
  });
});

describe("a drill that leaves traces", () => {
  const row = { hub: DRILL_HUB, deviceId: DRILL_ID };
  const now = "2026-11-21T10:00:00.000Z";
  const cases: readonly (readonly [string, unknown])[] = [
    ["/api/summary", { identities: { byHub: { "contoso-hub": 7, [DRILL_HUB]: 1 } }, asOf: now }],
    ["/api/devices", { value: [row] }],
    ["/api/incidents", { value: [{ id: `${DRILL_HUB}!${DRILL_ID}!01k`, code: "K7QM" }] }],
  ];
  it.each(cases)("in %s has failed", async (path, body) => {
    const { follow, app } = await setStage();
    app.answer(`GET ${path}`, () => ({ body }));
    const { outcome } = await follow();
    expect(outcome).toMatchObject({ passed: false, trouble: "traces" });
    expect(outcome.verdict).toBe(`The drill shows in ${path}, where only real outages belong.`);
  });
});
