import { describe, expect, test } from "vitest";

import { makeSqliteStore } from "../../../functions/adapters/sqlite/sqlite-store.ts";
import { TransientError } from "../../../functions/application/ports.ts";
import { faultyRoutes } from "../../../functions/triggers/http/api-routes.ts";
import { CONTEXT, arrivedOf, requestOf } from "../../unit/http/requests.ts";
import { makeApi } from "./api.ts";
import { checkAnswer } from "./check-answer.ts";
import { NINE, STATES, connection, device, module } from "./seed.ts";

function rejected(number: number, size = 10) {
  const id = `2026-11-21.${String(number).padStart(6, "0")}`;
  const body = "x".repeat(size);
  return { id, at: NINE + number, reason: "notJson", detail: "line 1", body, truncated: false, origin: id };
}

/** A store that has gone away. */
function brokenStore() {
  const store = makeSqliteStore({ path: ":memory:" });
  const down = () => Promise.reject(new TransientError("cosmos.example refused"));
  return {
    ...store,
    ping: down,
    connections: { ...store.connections, page: down, glimpse: down, ofDeviceId: down },
  };
}

describe("the summary", () => {
  test("counts identities but for a gateway's own, and devices by the state of their rows", async () => {
    const api = makeApi();
    await api.seed(
      connection(device("a"), STATES.online),
      connection(device("b", "other"), STATES.offline),
      connection(device("gone"), STATES.deleted),
      connection(device("gw"), STATES.new),
      connection(module("gw", "$edgeAgent"), STATES.offline),
      connection(module("gw", "$edgeHub"), STATES.offline),
      connection(module("gw", "sensor"), STATES.suspect),
      connection(module("headless", "m"), STATES.recovering),
    );
    await api.store.rejected.keep(rejected(1));
    expect((await api.get("/api/summary")).json).toEqual({
      identities: {
        total: 6,
        byState: { new: 0, online: 1, suspect: 1, offline: 3, recovering: 1 },
        byHub: { "contoso-hub": 5, other: 1 },
      },
      devices: {
        total: 4,
        byState: { new: 0, online: 1, suspect: 0, offline: 2, recovering: 1 },
        byHub: { "contoso-hub": 3, other: 1 },
      },
      rejected: 1,
      asOf: "2026-11-21T09:00:00.000Z",
    });
  });

  test("counts a device's own identity where its system modules are gone, or it has none", async () => {
    const api = makeApi();
    await api.seed(
      connection(device("gw"), STATES.new),
      connection(module("gw", "$edgeAgent"), STATES.deleted),
      connection(module("gw", "sensor"), STATES.online),
      connection(device("plain"), STATES.new),
      connection(module("plain", "m"), STATES.online),
    );
    expect((await api.get("/api/summary")).json).toMatchObject({
      identities: { total: 4, byState: { new: 2, online: 2 } },
      devices: { total: 2, byState: { new: 2 } },
    });
  });

  test("counts everybody once, wherever a batch of the store ends", async () => {
    const api = makeApi();
    // Alone, so that the end of the first thousand falls between a device and its module.
    await api.seed(connection(device("a"), STATES.online));
    for (let number = 0; number < 700; number += 1) {
      await api.seed(
        connection(device(`d${number}`), STATES.online),
        connection(module(`d${number}`, "m"), STATES.new),
      );
    }
    const { json } = await api.get("/api/summary");
    expect(json).toMatchObject({
      identities: { total: 1401 },
      devices: { total: 701, byState: { online: 701 } },
    });
  });

  test("is counted again after five seconds, not before", async () => {
    const api = makeApi();
    const total = async () => (await api.get("/api/summary")).json["identities"];
    expect(await total()).toMatchObject({ total: 0 });
    await api.seed(connection(device("a"), STATES.online));
    api.setTime(NINE + 4_999);
    expect(await total()).toMatchObject({ total: 0 });
    api.setTime(NINE + 5_000);
    expect(await total()).toMatchObject({ total: 1 });
  });
});

describe("rejected events", () => {
  test("are listed whole with the reason, newest first, page by page", async () => {
    const api = makeApi();
    for (let number = 1; number <= 5; number += 1) await api.store.rejected.keep(rejected(number));
    const pages = await api.pages("/api/rejected?top=2");
    expect(pages.map((page) => page.map(({ id }) => id))).toEqual([
      [rejected(5).id, rejected(4).id],
      [rejected(3).id, rejected(2).id],
      [rejected(1).id],
    ]);
    expect(await api.pages("/api/rejected?top=5")).toHaveLength(1);
    const { origin: _, ...shown } = rejected(5);
    expect(pages[0]?.[0]).toEqual({ ...shown, at: "2026-11-21T09:00:00.005Z" });
  });

  test("come in smaller pages where they are large", async () => {
    const api = makeApi();
    for (let number = 1; number <= 120; number += 1) await api.store.rejected.keep(rejected(number, 65_536));
    const pages = await api.pages("/api/rejected?top=1000");
    expect(pages.map((page) => page.length)).toEqual([100, 20]);
  });
});

describe("health", () => {
  test("is open to anybody, says what waits, and is asked for at most every ten seconds", async () => {
    let poison = 0;
    const queues = {
      count: async (queue: string) => (queue === "events-poison" ? poison : 0),
      send: async () => {},
    };
    const disabledReceivers = [{ receiver: "oncall", reason: "TWILIO_ACCOUNT_SID is not set" }];
    const api = makeApi({ queues, disabledReceivers });
    const first = await api.get("/api/health?cachebuster=1");
    expect(first).toMatchObject({ status: 200, json: { status: "degraded", store: "ok", queues: "ok" } });
    poison = 3;
    api.setTime(NINE + 9_999);
    expect((await api.get("/api/health")).json).toEqual(first.json);
    api.setTime(NINE + 10_000);
    expect((await api.get("/api/health")).json).toMatchObject({
      poison: { "events-poison": 3 },
      problems: [
        "Messages in events-poison: 3.",
        "Receiver oncall is disabled: TWILIO_ACCOUNT_SID is not set.",
      ],
    });
  });

  test("is 503 and says why when the store does not answer, and names no host", async () => {
    const { status, json } = await makeApi({ store: brokenStore() }).get("/api/health");
    expect(status).toBe(503);
    expect(json).toMatchObject({
      status: "failing",
      store: "noAnswer",
      problems: ["The store does not answer."],
    });
    expect(JSON.stringify(json)).not.toContain("cosmos.example");
  });

  test("is all there is, and 503, while the configuration has faults", async () => {
    const [route, ...others] = faultyRoutes(["COSMOS_ENDPOINT is not a URL."]);
    expect(others).toEqual([]);
    expect(route).toMatchObject({ path: "api/health", authLevel: "anonymous" });
    if (route === undefined) return;
    const given = arrivedOf(await route.handler(requestOf("/api/health"), CONTEXT));
    const { status, json } = checkAnswer(route.shape, "GET", given);
    expect(status).toBe(503);
    expect(json).toEqual({ status: "failing", problems: ["COSMOS_ENDPOINT is not a URL."] });
  });
});

test.each(["/api/devices", "/api/devices/d", "/api/devices/d/transitions", "/api/summary"])(
  "with the store down, %s is a 503 that says when to ask again",
  async (target) => {
    const { status, headers, json } = await makeApi({ store: brokenStore() }).get(target);
    expect([status, headers.get("retry-after")]).toEqual([503, "5"]);
    expect(json).toMatchObject({ status: 503, type: "urn:linewatch:problem:store-unavailable" });
  },
);
