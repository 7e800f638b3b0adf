/** What passes by itself: an app that starts from zero, a slow hop, a silence in between. */
import { afterEach, describe, expect, it } from "vitest";

import { HEALTHY, QUICK } from "./fake-app.ts";
import { clearStage, setStage } from "./follow.ts";

afterEach(clearStage);

const DRILL = "GET /api/drill/4k7m0q2xdz";

describe("an app that starts", () => {
  it("is waited for, and that is said once", async () => {
    const { follow, app } = await setStage();
    app.answer("GET /api/health", (before, usual) =>
      before < 150 ? { status: 503, body: "Starting" } : usual(),
    );
    const { lines, outcome } = await follow();
    expect(outcome.passed).toBe(true);
    expect(lines.filter((line) => line.includes("…"))).toEqual([
      "  … app                      The app answers 503. Waiting for up to 120 s: from zero instances an",
    ]);
  });

  it("has all of the time again for the drill", async () => {
    const { follow, app } = await setStage({ ...QUICK, hops: { ...QUICK.hops, notifications: 100_000 } });
    app.answer("GET /api/health", (before, usual) => (before < 150 ? { status: 503 } : usual()));
    expect((await follow()).outcome.passed).toBe(true);
  });

  it("is waited for while its roles spread, in its own words", async () => {
    const { follow, app } = await setStage();
    const failing = {
      ...HEALTHY,
      status: "failing",
      store: "noAnswer",
      problems: ["The store does not answer."],
    };
    app.answer("GET /api/health", (before, usual) => (before < 9 ? { status: 503, body: failing } : usual()));
    const { text, outcome } = await follow();
    expect(text).toContain("The store does not answer. Waiting for up to 120 s: after a deployment");
    expect(outcome).toMatchObject({ passed: true, health: { status: "ok" } });
  });

  it("is given up when its time is up, with what it said last", async () => {
    const { follow, app, clock } = await setStage();
    const startedAt = clock.now();
    app.answer("GET /api/health", () => ({ status: 503, body: "Starting" }));
    const { outcome } = await follow({ timeoutMs: 30_000 });
    expect(outcome).toMatchObject({ passed: false, trouble: "starting", lookAt: "No alerts", drill: null });
    expect(clock.now() - startedAt).toBe(30_000);
  });
});

describe("asking for the drill", () => {
  const down = { status: 503, body: { title: "The store does not answer", detail: "The store is down." } };

  it("is tried again when the app says that it has not begun", async () => {
    const { follow, app } = await setStage();
    app.answer("POST /api/drill", (before, usual) => (before < 3 ? down : usual()));
    const { outcome } = await follow({ receivers: ["ops"] });
    expect(outcome.drill?.id).toBe("4k7m0q2xdz");
    expect(app.routes().filter((route) => route === "POST /api/drill")).toHaveLength(4);
  });

  it("is not tried again when it may have begun and people would be told twice", async () => {
    const { follow, app } = await setStage();
    app.answer("POST /api/drill", (before, usual) => (before < 1 ? { status: 502 } : usual()));
    const { outcome } = await follow({ receivers: ["ops"] });
    expect(outcome).toMatchObject({ passed: false, trouble: "starting" });
    expect(app.routes().filter((route) => route === "POST /api/drill")).toHaveLength(1);
  });

  it("is tried again after that where nobody would be", async () => {
    const { follow, app } = await setStage();
    app.answer("POST /api/drill", (before, usual) => (before < 1 ? { status: 502 } : usual()));
    expect((await follow({ receivers: [] })).outcome.passed).toBe(true);
  });
});

describe("a drill on its way", () => {
  it("that is slow is reported with the hop that it waits for, ever more seldom", async () => {
    const { follow } = await setStage({
      ...QUICK,
      hops: { ...QUICK.hops, deadlines: 50_000, notifications: 51_000 },
    });
    const { lines } = await follow();
    expect(lines.slice(5, 10)).toEqual([
      "  ✓ events           0.4 s   read from its queue and decided",
      "  … deadlines       15.5 s   not yet; waiting",
      "  … deadlines       45.5 s   not yet; waiting",
      "  ✓ deadlines       50.0 s   its deadline came back: it counts as offline",
      "  ✓ notifications   51.0 s   its incident was announced",
    ]);
  });

  it("is followed on after the app was silent", async () => {
    const { follow, app } = await setStage();
    app.answer(DRILL, (before, usual) => (before > 0 && before < 20 ? { status: 500 } : usual()));
    const { outcome, text } = await follow();
    expect(outcome.passed).toBe(true);
    expect(text).toContain("… app                      The app answers 500. Waiting for up to 120 s.\n");
  });

  it("is looked for in counts that were made after it", async () => {
    const { follow, app, clock } = await setStage();
    const startedAt = clock.now();
    app.answer("GET /api/summary", (before, usual) => {
      if (before > 4) return usual();
      return { body: { identities: { byHub: {} }, asOf: new Date(startedAt).toISOString() } };
    });
    expect((await follow()).outcome.passed).toBe(true);
    expect(app.routes().filter((route) => route === "GET /api/summary")).toHaveLength(6);
  });
});
