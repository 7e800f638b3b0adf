import { describe, expect, test } from "vitest";

import { makeSqliteStore } from "../../../functions/adapters/sqlite/sqlite-store.ts";
import { NINE, STATES, connection, device, module } from "./seed.ts";
import { makeApi } from "./api.ts";
import type { Row } from "./api.ts";

const names = (rows: readonly Row[]): unknown[] => rows.map(({ deviceId }) => deviceId);

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => device(`d${String(index).padStart(4, "0")}`));

describe("the list of devices", () => {
  test("has one row for each device, in the contract's shape", async () => {
    const api = makeApi();
    await api.seed(connection(device("oslo-1"), STATES.offline, { lastSeenAt: NINE + 1_500 }));
    expect(await api.page("/api/devices")).toEqual({
      value: [
        {
          hub: "contoso-hub",
          deviceId: "oslo-1",
          moduleId: null,
          state: "offline",
          since: "2026-11-21T09:00:00.000Z",
          deadline: null,
          lastConnectedAt: null,
          lastDisconnectedAt: "2026-11-21T09:00:00.000Z",
          lastSeenAt: "2026-11-21T09:00:01.500Z",
          conditions: [],
          tags: { site: "Oslo", note: "a:b" },
          incidentId: null,
          reason: "disconnected for longer than the grace",
          gateway: null,
        },
      ],
    });
  });

  test("is empty, without a link, where there is nothing", async () => {
    expect(await makeApi().page("/api/devices")).toEqual({ value: [] });
  });

  test("pages over 250 devices, each once, also where devices have modules", async () => {
    const api = makeApi();
    const devices = numbered(250);
    for (const identity of devices) {
      await api.seed(
        connection(identity, STATES.online),
        connection({ ...identity, moduleId: "a" }, STATES.online),
        connection({ ...identity, moduleId: "b" }, STATES.offline),
      );
    }
    const pages = await api.pages("/api/devices?top=100");
    expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
    expect(names(pages.flat())).toEqual(devices.map(({ deviceId }) => deviceId));
    expect((await api.pages("/api/devices")).map((page) => page.length)).toEqual([100, 100, 50]);
  });

  test("has no link where the last row is the last device", async () => {
    const api = makeApi();
    await api.seed(...numbered(20).map((identity) => connection(identity, STATES.online)));
    expect((await api.pages("/api/devices?top=10")).map((page) => page.length)).toEqual([10, 10]);
  });

  test("keeps its place when a device appears before it", async () => {
    const api = makeApi();
    await api.seed(...numbered(6).map((identity) => connection(identity, STATES.online)));
    const { nextLink = "" } = await api.page("/api/devices?top=3");
    await api.seed(connection(device("a-newcomer"), STATES.online));
    expect(names((await api.page(nextLink)).value)).toEqual(["d0003", "d0004", "d0005"]);
  });

  test("looks at no more than 2,000 connections a request, and goes on from there", async () => {
    const api = makeApi();
    await api.seed(...numbered(2_100).map((identity) => connection(identity, STATES.online)));
    const pages = await api.pages("/api/devices?q=d2099");
    expect(pages.map((page) => names(page))).toEqual([[], ["d2099"]]);
  });

  test("asks the store a few times only, however few rows are wanted and however rare they are", async () => {
    const store = makeSqliteStore({ path: ":memory:" });
    let asked = 0;
    const page: typeof store.connections.page = (...query) => {
      asked += 1;
      return store.connections.page(...query);
    };
    const api = makeApi({ store: { ...store, connections: { ...store.connections, page } } });
    for (const identity of numbered(2_000))
      await store.connections.create(connection(identity, STATES.online));
    expect((await api.page("/api/devices?q=nobody&top=1")).value).toEqual([]);
    expect(asked).toBeLessThan(20);
  });

  test("refuses a page link that was altered", async () => {
    const api = makeApi();
    await api.seed(...numbered(3).map((identity) => connection(identity, STATES.online)));
    const { nextLink = "" } = await api.page("/api/devices?top=1");
    const altered = await api.get(nextLink.replace("d0000", "d0001"));
    expect(altered.status).toBe(400);
    expect(altered.headers.get("content-type")).toBe("application/problem+json");
    expect(altered.json).toMatchObject({ status: 400, errors: [{ field: "signature" }] });
  });
});

describe("filters", () => {
  const gateway = [
    connection(module("gw", "$edgeAgent"), STATES.online),
    connection(module("gw", "$edgeHub"), STATES.offline),
    connection(module("gw", "sensor"), STATES.suspect),
  ];

  test.each(["new", "online", "suspect", "offline", "recovering", "deleted"] as const)(
    "state=%s lists the devices whose own row has it",
    async (state) => {
      const api = makeApi();
      await api.seed(
        ...Object.entries(STATES).map(([name, value]) => connection(device(`is-${name}`), value)),
        connection(module(`is-${state}`, "m"), STATES.online),
        connection(module("is-online", "m"), STATES.suspect),
      );
      expect(names((await api.page(`/api/devices?state=${state}`)).value)).toEqual([`is-${state}`]);
    },
  );

  test("a gateway is found by the state of its system modules, and only by it", async () => {
    const api = makeApi();
    await api.seed(connection(device("gw"), STATES.new), ...gateway);
    expect(names((await api.page("/api/devices?state=offline")).value)).toEqual(["gw"]);
    expect(names((await api.page("/api/devices?state=suspect")).value)).toEqual([]);
    expect(names((await api.page("/api/devices?state=new")).value)).toEqual([]);
  });

  test("deleted devices are listed only when asked for", async () => {
    const api = makeApi();
    await api.seed(
      connection(device("gone"), STATES.deleted),
      // Its modules go after it, one by one.
      connection(module("gone", "m"), STATES.online),
      connection(device("here"), STATES.online),
    );
    expect(names((await api.page("/api/devices")).value)).toEqual(["here"]);
    expect(names((await api.page("/api/devices?deviceId=gone")).value)).toEqual(["gone"]);
  });

  test("hub, tag and q narrow together", async () => {
    const api = makeApi();
    await api.seed(
      connection(device("oslo-1"), STATES.online),
      connection(device("oslo-2", "other"), STATES.online),
      connection(device("bergen-1"), STATES.online),
    );
    const ask = async (query: string) => names((await api.page(`/api/devices?${query}`)).value);
    expect(await ask("hub=Contoso-HUB")).toEqual(["bergen-1", "oslo-1"]);
    expect(await ask("tag=site:Oslo")).toEqual(["oslo-1", "oslo-2"]);
    expect(await ask("tag=note:a:b&hub=other")).toEqual(["oslo-2"]);
    expect(await ask("tag=site:oslo")).toEqual([]);
    expect(await ask("tag=constructor:x")).toEqual([]);
    expect(await ask("q=SLO")).toEqual(["oslo-1", "oslo-2"]);
    expect(await ask("q=-1&tag=site:Oslo")).toEqual(["oslo-1"]);
  });

  test("no device has a condition yet, and an unknown condition is an error", async () => {
    const api = makeApi();
    await api.seed(connection(device("a"), STATES.online));
    expect(await api.page("/api/devices?condition=flapping")).toEqual({ value: [] });
    expect((await api.get("/api/devices?condition=happy")).status).toBe(400);
  });

  test("everything that is wrong is named at once", async () => {
    const { status, json } = await makeApi().get(
      "/api/devices?state=down&top=0&tag=nocolon&colour=red&hub=&q=a&q=b&condition=no",
    );
    expect(status).toBe(400);
    const wrong = ["colour", "q", "state", "condition", "hub", "tag", "top"];
    expect(json["errors"]).toMatchObject(wrong.map((field) => ({ field })));
    expect(json["detail"]).toContain("state: is not one of new, online");
  });
});
