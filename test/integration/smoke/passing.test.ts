/** Drills that pass: what is asked of the app, in which order, and what a person reads of it. */
import { afterEach, describe, expect, it } from "vitest";

import { DRILL_ID, HEALTHY, QUICK, type Delivery, type Plan } from "./fake-app.ts";
import { clearStage, KEY, setStage } from "./follow.ts";

afterEach(clearStage);

const toOpsAndOncall: Plan = {
  ...QUICK,
  deliveries: (afterMs, at) => {
    const ops = { receiver: "ops", channel: "teams-workflow", attempts: 1, error: null } as const;
    const oncall = { receiver: "oncall", channel: "sms" } as const;
    const told: Delivery[] = [
      { ...ops, state: "claimed", at: null },
      { ...oncall, state: "claimed", attempts: 0, at: null, error: null },
    ];
    const fails = { state: "pending", attempts: 1, error: "Twilio answered 503" } as const;
    if (afterMs >= 2_000) told[0] = { ...ops, state: "sent", at: at(1_900) };
    if (afterMs >= 2_500) told[1] = { ...oncall, ...fails, at: at(2_100) };
    if (afterMs >= 12_000) told[1] = { ...oncall, state: "sent", attempts: 2, at: at(12_000), error: null };
    return told;
  },
};

describe("a drill to receivers", () => {
  it("is told hop by hop, each once, with its time, and each delivery with its channel", async () => {
    const { follow, app } = await setStage(toOpsAndOncall);
    const { lines, outcome } = await follow({ receivers: ["ops", "oncall"] });
    expect(lines).toEqual([
      `Linewatch at ${app.url}`,
      "A drill to ops and oncall.",
      "",
      "  ✓ health                   ok",
      `  ✓ request          0.0 s   drill ${DRILL_ID}`,
      "  ✓ events           0.4 s   read from its queue and decided",
      "  ✓ deadlines        0.9 s   its deadline came back: it counts as offline",
      "  ✓ notifications    1.2 s   its incident was announced",
      "  ✓ ops              1.9 s   Teams (workflow) accepted it",
      "  ! oncall           2.1 s   SMS, attempt 1 failed: Twilio answered 503; it is tried again",
      "  ✓ oncall          12.0 s   SMS accepted it, at attempt 2",
      "  ✓ traces                   none in any list or count; its own documents are gone within an hour",
      "",
      "PASSED  All 3 hops in 12.0 s; ops and oncall were told.",
      "Not part of a drill: the hub and Event Grid, up to the queue.",
      "Read on in docs/operations.md, “Dead letters”.",
    ]);
    expect(outcome).toEqual({
      passed: true,
      verdict: "All 3 hops in 12.0 s; ops and oncall were told.",
      failedAt: null,
      trouble: null,
      advice: null,
      lookAt: null,
      health: { status: "ok", problems: [] },
      drill: {
        id: DRILL_ID,
        receivers: ["ops", "oncall"],
        hops: [
          { name: "events", afterMs: 400 },
          { name: "deadlines", afterMs: 900 },
          { name: "notifications", afterMs: 1_200 },
        ],
        deliveries: [
          {
            receiver: "ops",
            channel: "teams-workflow",
            state: "sent",
            attempts: 1,
            error: null,
            afterMs: 1_900,
          },
          { receiver: "oncall", channel: "sms", state: "sent", attempts: 2, error: null, afterMs: 12_000 },
        ],
      },
    });
  });

  it("is asked for with the receivers, and the key goes with everything but health", async () => {
    const { follow, app } = await setStage(toOpsAndOncall);
    await follow({ receivers: ["ops", "oncall"] });
    const order = app.requests.find(({ route }) => route === "POST /api/drill");
    expect(order?.body).toEqual({ receivers: ["ops", "oncall"] });
    const keys = app.requests.map(({ route, key }) => [route === "GET /api/health", key]);
    expect(keys.every(([isHealth, key]) => key === (isHealth === true ? undefined : KEY))).toBe(true);
    expect(app.routes()[0]).toBe("GET /api/health");
  });

  it("may send one message to a place that two receivers share", async () => {
    const one = { channel: "sms", state: "sent", attempts: 1, error: null } as const;
    const { follow } = await setStage({
      ...QUICK,
      deliveries: (_, at) => [{ ...one, receiver: "ops", at: at(500) }],
    });
    expect((await follow({ receivers: ["ops", "oncall"] })).outcome.passed).toBe(true);
  });

  it("tells two places of one receiver apart, in the order of their times", async () => {
    const one = { receiver: "oncall", channel: "sms", state: "sent", attempts: 1, error: null } as const;
    const { follow } = await setStage({
      ...QUICK,
      deliveries: (_, at) => [
        { ...one, at: at(1_400) },
        { ...one, at: at(1_300) },
      ],
    });
    const { lines } = await follow({ receivers: ["oncall"] });
    expect(lines.filter((line) => line.includes("SMS accepted it"))).toEqual([
      "  ✓ oncall           1.3 s   SMS accepted it",
      "  ✓ oncall           1.4 s   SMS accepted it",
    ]);
    expect(lines).toContain("PASSED  All 3 hops in 1.4 s; oncall was told.");
  });
});

describe("a drill without receivers", () => {
  it("says at both ends that it reaches nobody", async () => {
    const { follow, app } = await setStage();
    const { lines } = await follow();
    expect(lines[1]).toBe("A drill without receivers: nobody is told.");
    expect(lines).toContain("PASSED  All 3 hops in 1.2 s; nobody was told, as asked.");
    expect(app.requests.find(({ body }) => body !== undefined)?.body).toEqual({ receivers: [] });
  });

  it("asks twice a second, and no more", async () => {
    const { follow, app } = await setStage();
    await follow();
    // At 0, 0.5, 1 and 1.5 s.
    expect(app.routes().filter((route) => route === `GET /api/drill/${DRILL_ID}`)).toHaveLength(4);
  });

  it("needs no key where none is asked for", async () => {
    const { follow, app } = await setStage();
    expect((await follow({ key: undefined })).outcome.passed).toBe(true);
    expect(app.requests.every(({ key }) => key === undefined)).toBe(true);
  });

  it("finds the app behind a prefix", async () => {
    const { follow, app } = await setStage();
    app.answer("GET /watch/api/health", () => ({ body: HEALTHY }));
    await follow({ url: `${app.url}/watch/` });
    expect(app.routes().slice(0, 2)).toEqual(["GET /watch/api/health", "POST /watch/api/drill"]);
  });
});

describe("an app that is not well, and works", () => {
  it("is told with everything that is missing, a line each, and the drill goes on", async () => {
    const { follow, app } = await setStage();
    const problems = [
      "Messages in events-poison: 2.",
      "Receiver oncall is disabled: ONCALL_PHONE is not set.",
    ];
    app.answer("GET /api/health", () => ({ body: { ...HEALTHY, status: "degraded", problems } }));
    const { lines, outcome } = await follow();
    expect(lines.slice(3, 6)).toEqual([
      "  ! health                   degraded:",
      "                             Messages in events-poison: 2.",
      "                             Receiver oncall is disabled: ONCALL_PHONE is not set.",
    ]);
    expect(lines).toContain("PASSED  All 3 hops in 1.2 s; nobody was told, as asked. Health is degraded.");
    expect(outcome).toMatchObject({ passed: true, health: { status: "degraded", problems } });
  });
});
