import { describe, expect, test } from "vitest";

import type { Delivery } from "../../../functions/domain/delivery.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { makeApi } from "./api.ts";
import type { Row } from "./api.ts";
import { NINE, STATES, connection, incident, module } from "./seed.ts";

const GROUP = "contoso-hub!rpi%23hat2";
const ID = `${GROUP}!i1`;
const PATH = `/api/incidents/${encodeURIComponent(ID)}`;
const MINUTE = 60_000;

const codes = (rows: readonly Row[]): unknown[] => rows.map(({ code }) => code);

function delivery(more: Partial<Delivery>): Delivery {
  return {
    id: "delivery",
    incidentId: ID,
    group: GROUP,
    purpose: "opening",
    target: { id: "workflow:ops", channel: "teams-workflow" },
    notice: {
      word: "OFFLINE",
      code: "K7QM",
      incidentId: ID,
      hub: "contoso-hub",
      subject: "rpi#hat2",
      count: 1,
      names: ["rpi#hat2"],
      at: NINE,
      since: NINE,
      zone: "UTC",
    },
    state: { name: "pending", nextAttemptAt: NINE + MINUTE },
    attempts: 1,
    createdAt: NINE,
    ...more,
  };
}

const resolved = (outcome: "recovered" | "closed"): Partial<Incident> => ({
  state: { name: "resolved", at: NINE + 3 * MINUTE, outcome },
  since: NINE - MINUTE,
  ...(outcome === "recovered" ? { until: NINE + 2 * MINUTE + 500 } : {}),
});

describe("the list of incidents", () => {
  async function seeded() {
    const api = makeApi();
    const states = [
      {},
      { state: { name: "ending" } },
      resolved("recovered"),
      {},
      resolved("closed"),
    ] as const;
    for (const [index, more] of states.entries()) {
      const code = `000${index}`;
      await api.store.incidents.create(incident(`g${index}!i`, { openedAt: NINE + index, code, ...more }));
    }
    return api;
  }

  test("begins with the newest, over as many pages as it takes", async () => {
    const api = await seeded();
    expect(codes((await api.page("/api/incidents")).value)).toEqual(["0004", "0003", "0002", "0001", "0000"]);
    const pages = await api.pages("/api/incidents?top=2");
    expect(pages.map(codes)).toEqual([["0004", "0003"], ["0002", "0001"], ["0000"]]);
  });

  test("narrows by state; one that is about to end is still open", async () => {
    const api = await seeded();
    expect((await api.pages("/api/incidents?state=open&top=1")).map(codes)).toEqual([
      ["0003"],
      ["0001"],
      ["0000"],
    ]);
    const { value } = await api.page("/api/incidents?state=open");
    expect(value.map(({ state }) => state)).toEqual(["open", "open", "open"]);
    expect((await api.pages("/api/incidents?state=resolved&top=1")).map(codes)).toEqual([["0004"], ["0002"]]);
  });

  test("refuses a state that is none", async () => {
    const { status, json } = await makeApi().get("/api/incidents?state=ending");
    expect([status, json["errors"]]).toEqual([
      400,
      [{ field: "state", message: "is not one of open, resolved" }],
    ]);
  });
});

describe("one incident", () => {
  test("shows, while it is open, who is in it and what was sent, and no phone number", async () => {
    const api = makeApi();
    const outage = { id: ID, outAt: NINE - MINUTE, noticedAt: NINE };
    const back = { ...outage, outAt: NINE - 2 * MINUTE, backAt: NINE + MINUTE };
    const sms = { id: "sms:+4791234567", channel: "sms" } as const;
    await api.seed(
      connection(module("rpi#hat2", "$edgeHub"), STATES.offline, { incidents: { outage } }),
      connection(module("rpi#hat2", "sensor"), STATES.recovering, { incidents: { outage: back } }),
      connection(module("rpi#hat2", "elsewhere"), STATES.offline, {
        incidents: { outage: { ...outage, id: "g!x" } },
      }),
    );
    await api.store.incidents.create(
      incident(ID, {
        announcedAt: NINE,
        cause: "site",
        shown: ["a", "b"],
        told: [{ target: sms, at: NINE }],
      }),
    );
    const refused = { name: "failed", at: NINE + 1, error: "21211: +4791234567 is not a number" } as const;
    await api.store.deliveries.create(delivery({ id: `${ID}!1` }));
    await api.store.deliveries.create(delivery({ id: `${ID}!2`, target: sms, state: refused }));
    const { status, json } = await api.get(PATH);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      id: ID,
      code: "K7QM",
      state: "open",
      openedAt: "2026-11-21T09:00:00.000Z",
      announcedAt: "2026-11-21T09:00:00.000Z",
      since: "2026-11-21T08:58:00.000Z",
      endedAt: null,
      duration: null,
      outcome: null,
      cause: "site",
      count: 2,
      members: [
        { moduleId: "$edgeHub", state: "offline", from: "2026-11-21T08:59:00.000Z", to: null },
        { moduleId: "sensor", state: "recovering", to: "2026-11-21T09:01:00.000Z" },
      ],
      deliveries: [
        { target: "workflow:ops", state: "pending", nextAttemptAt: "2026-11-21T09:01:00.000Z", error: null },
        { target: "sms:+47******67", state: "failed", error: "21211: +47******67 is not a number" },
      ],
      told: [{ target: "sms:+47******67", channel: "sms", at: "2026-11-21T09:00:00.000Z" }],
    });
    expect(JSON.stringify(json)).not.toContain("91234567");
  });

  test("keeps its members and its duration once it is over", async () => {
    const api = makeApi();
    await api.store.incidents.create(incident(ID, resolved("recovered")));
    await api.store.incidents.createMembers(ID, 0, [
      { key: "contoso-hub!rpi%23hat2!m", from: NINE - MINUTE, to: NINE + MINUTE },
    ]);
    expect((await api.get(PATH)).json).toMatchObject({
      state: "resolved",
      outcome: "recovered",
      cause: null,
      since: "2026-11-21T08:59:00.000Z",
      endedAt: "2026-11-21T09:02:00.500Z",
      resolvedAt: "2026-11-21T09:03:00.000Z",
      duration: "PT3M0.5S",
      members: [{ deviceId: "rpi#hat2", moduleId: "m", state: null, to: "2026-11-21T09:01:00.000Z" }],
    });
  });

  test("of who flaps says so, and has those as members that name it", async () => {
    const api = makeApi();
    const id = "contoso-hub!gw!:flapping!000001";
    await api.store.incidents.create(incident(id));
    const part = { id, outAt: NINE - MINUTE, noticedAt: NINE };
    await api.seed(
      connection(module("gw", "$edgeHub"), STATES.online, { incidents: { flapping: part } }),
      connection(module("gw", "m"), STATES.offline, { incidents: { outage: { ...part, id: "other!1" } } }),
    );
    const { json } = await api.get(`/api/incidents/${encodeURIComponent(id)}`);
    expect(json).toMatchObject({
      kind: "flapping",
      members: [{ moduleId: "$edgeHub", state: "online", from: "2026-11-21T08:59:00.000Z", to: null }],
    });
    expect((await api.get("/api/devices/gw")).json).toMatchObject({ incidentId: "other!1" });
  });

  test("has no duration where nobody came back", async () => {
    const api = makeApi();
    await api.store.incidents.create(incident(ID, resolved("closed")));
    expect((await api.get(PATH)).json).toMatchObject({ outcome: "closed", endedAt: null, duration: null });
  });

  test.each(["K70M", "k70m", "K7OM", "k7om"])(
    "is found by its short code as people write it: %s",
    async (code) => {
      const api = makeApi();
      await api.store.incidents.create(incident(ID, { code: "K70M" }));
      await api.store.incidents.reserveCode("K70M", ID);
      expect((await api.get(`/api/incidents/${code}`)).json).toMatchObject({ id: ID, code: "K70M" });
    },
  );

  test("has an ETag", async () => {
    const api = makeApi();
    await api.store.incidents.create(incident(ID));
    const etag = (await api.get(PATH)).headers.get("etag") ?? "";
    expect((await api.get(PATH, { "if-none-match": etag })).status).toBe(304);
  });

  test.each(["ZZZZ", "contoso-hub!nobody!i1", "x", "!", "%25", "a".repeat(1_023)])(
    "that is none is a 404: %s",
    async (id) => {
      const { status, json } = await makeApi().get(`/api/incidents/${encodeURIComponent(id)}`);
      expect([status, json["status"]]).toEqual([404, 404]);
    },
  );
});
