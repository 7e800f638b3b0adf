import { describe, expect, test } from "vitest";

import { TransientError } from "../../../functions/application/ports.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { makeApi } from "./api.ts";
import { NINE } from "./seed.ts";
import { FLAPPING, RENEWAL } from "../../unit/domain/policies.ts";

const POLICY: Policy = {
  routes: [
    {
      match: {},
      notify: ["ops"],
      graceMs: 1,
      recoveryMs: 1,
      groupBy: ["gateway"],
      groupWaitMs: 1,
      groupIntervalMs: 1,
      zone: "UTC",
    },
  ],
  receivers: [
    {
      name: "ops",
      channel: "teams-workflow",
      targets: [{ id: "workflow:ops", channel: "teams-workflow", address: "https://example.test/ops" }],
    },
    { name: "oncall", channel: "sms", targets: [] },
  ],
  flapping: FLAPPING,
  renewal: RENEWAL,
  tags: [],
  topology: [],
  growth: 0.25,
  retryForMs: 86_400_000,
};

function makeDrills(send: (queue: string, text: string) => Promise<void> = async () => {}) {
  const sent: string[] = [];
  const api = makeApi({
    policy: POLICY,
    random: () => 0.5,
    disabledReceivers: [{ receiver: "oncall", reason: "ONCALL_PHONE is not set" }],
    queues: {
      count: async () => 0,
      send: async (queue, text) => {
        await send(queue, text);
        sent.push(`${queue} ${text}`);
      },
    },
  });
  return { api, sent };
}

describe("POST /api/drill", () => {
  test("keeps the drill, sends its event to the queue, and says where it can be followed", async () => {
    const { api, sent } = makeDrills();
    const { status, headers, json } = await api.post("/api/drill", '{"receivers":["ops","ops"]}');
    expect(status).toBe(202);
    const id = String(json["id"]);
    expect(headers.get("location")).toBe(`/api/drill/${id}`);
    expect(await api.store.drills.read(id)).toEqual({ id, requestedAt: NINE, receivers: ["ops"] });
    expect(sent).toEqual([expect.stringMatching(/^events \{"specversion":"1.0",/)]);
    expect((await api.get(`/api/drill/${id}`)).json).toEqual({
      id,
      state: "running",
      requestedAt: "2026-11-21T09:00:00.000Z",
      hops: [
        { name: "events", at: null },
        { name: "deadlines", at: null },
        { name: "notifications", at: null },
      ],
      deliveries: [],
    });
  });

  test("may name nobody", async () => {
    expect((await makeDrills().api.post("/api/drill", '{"receivers":[]}')).status).toBe(202);
  });

  test.each([
    ["", "body", "must be JSON"],
    ["{receivers}", "body", "must be JSON"],
    ["[]", "body", 'must be an object with nothing but "receivers"'],
    ["null", "body", 'must be an object with nothing but "receivers"'],
    ["{}", "receivers", "must be a list of the names of receivers; it may be empty"],
    ['{"receivers":"ops"}', "receivers", "must be a list of the names of receivers; it may be empty"],
    ['{"receivers":[7]}', "receivers[0]", "must be a list of the names of receivers; it may be empty"],
    ['{"receivers":[],"all":true}', "body", 'must be an object with nothing but "receivers"'],
    ['{"receivers":["ops","nobody"]}', "receivers[1]", "is no receiver of the policy, which has ops, oncall"],
    ['{"receivers":["oncall"]}', "receivers[0]", "the receiver oncall is disabled: ONCALL_PHONE is not set"],
    [`{"receivers":["${"x".repeat(20_000)}"]}`, "body", "must have at most 16384 characters"],
  ])("refuses %.60s", async (body, field, message) => {
    const { api, sent } = makeDrills();
    const { status, json } = await api.post("/api/drill", body);
    expect(status).toBe(400);
    expect(json["errors"]).toEqual([{ field, message }]);
    expect(sent).toEqual([]);
  });

  test("refuses parameters, and other methods", async () => {
    const { api } = makeDrills();
    expect((await api.post("/api/drill?dryRun=true", '{"receivers":[]}')).json["errors"]).toMatchObject([
      { field: "dryRun" },
    ]);
    const { status, headers } = await api.get("/api/drill");
    expect([status, headers.get("allow")]).toEqual([405, "POST"]);
    expect((await api.post("/api/drill/k3v9", "")).headers.get("allow")).toBe("GET, HEAD");
  });

  test("is a 503 where the queue does not answer, and tells nobody though its message is there", async () => {
    const { api } = makeDrills(async () => {
      throw new TransientError("down");
    });
    const { status } = await api.post("/api/drill", '{"receivers":["ops"]}');
    expect(status).toBe(503);
    // The message may have got there: then it has nobody to tell.
    expect((await api.store.drills.read("i000000000"))?.receivers).toEqual([]);
  });
});

describe("GET /api/drill/{id}", () => {
  test("knows only drills of the last hour, and takes no parameters", async () => {
    const { api } = makeDrills();
    const { status, json } = await api.get("/api/drill/nothing");
    expect([status, json["detail"]]).toEqual([
      404,
      "There is no such drill. A drill is kept for an hour; POST /api/drill starts one.",
    ]);
    expect((await api.get("/api/drill/nothing?x=1")).status).toBe(400);
    expect((await api.get("/api/drill/%ED%A0%80")).status).toBe(404);
  });
});
