import { describe, expect, test } from "vitest";

import { makeApi } from "./api.ts";
import { NINE, STATES, connection, device, module } from "./seed.ts";

const ALLOWED = "azAZ09-:.+%_#*?!(),=@;$'";

const at = (...parts: readonly string[]): string => `/api/devices/${parts.map(encodeURIComponent).join("/")}`;

describe("identities that look alike", () => {
  test("every character that IoT Hub allows can be asked for by path and by query", async () => {
    const api = makeApi();
    const ids = [ALLOWED, ...ALLOWED.split(""), "a%2Fb", "%41", "%", "a+b", "a%20b", "x".repeat(128)];
    const askable = [...new Set(ids)].filter((id) => id !== ".");
    await api.seed(...[...new Set(ids)].map((id) => connection(device(id), STATES.online)));
    for (const id of askable) {
      expect((await api.get(at(id))).json).toMatchObject({ deviceId: id, state: "online" });
    }
    for (const id of new Set(ids)) {
      const { value } = await api.page(`/api/devices?deviceId=${encodeURIComponent(id)}`);
      expect(value).toMatchObject([{ deviceId: id }]);
    }
  });

  test("ids that a path cannot carry are found by query, modules included", async () => {
    const api = makeApi();
    await api.seed(connection(device(".."), STATES.online), connection(module("..", "m"), STATES.offline));
    const { value } = await api.page("/api/devices?deviceId=..&hub=contoso-hub");
    expect(value).toMatchObject([{ deviceId: "..", modules: [{ moduleId: "m", state: "offline" }] }]);
  });

  test("case and hyphens tell devices and modules apart", async () => {
    const api = makeApi();
    await api.seed(
      connection(device("A"), STATES.online),
      connection(device("a"), STATES.offline),
      connection(module("a", "b-"), STATES.suspect),
      connection(device("a-b"), STATES.recovering),
      connection(device("a-b-"), STATES.new),
    );
    const state = async (path: string) => (await api.get(path)).json["state"];
    expect(await state(at("A"))).toBe("online");
    expect(await state(at("a"))).toBe("offline");
    expect(await state(`${at("a")}/modules/b-`)).toBe("suspect");
    expect(await state(at("a-b"))).toBe("recovering");
    expect(await state(at("a-b-"))).toBe("new");
    const { value } = await api.page("/api/devices");
    expect(value.map(({ deviceId }) => deviceId)).toEqual(["A", "a", "a-b", "a-b-"]);
  });
});

describe("one device", () => {
  test("shows its deadline and why it is in its state", async () => {
    const api = makeApi();
    await api.seed(connection(device("d"), STATES.suspect));
    expect((await api.get(at("d"))).json).toMatchObject({
      deadline: "2026-11-21T09:05:00.000Z",
      reason: "disconnected, inside the grace until 2026-11-21T09:05:00.000Z",
      modules: [],
    });
  });

  test("a gateway's row is made from its modules", async () => {
    const api = makeApi();
    const membership = { outage: { id: "group!i1", outAt: NINE, noticedAt: NINE } };
    await api.seed(
      connection(module("gw", "$edgeAgent"), STATES.offline),
      connection(module("gw", "$edgeHub"), STATES.offline, { incidents: membership }),
      connection(module("gw", "sensor"), STATES.online),
    );
    expect((await api.get(at("gw"))).json).toMatchObject({
      deviceId: "gw",
      moduleId: null,
      state: "offline",
      since: "2026-11-21T09:00:00.000Z",
      incidentId: "group!i1",
      gateway: { agent: "offline", hub: "offline", verdict: "site" },
      modules: [
        { moduleId: "$edgeAgent", state: "offline", gateway: null },
        { moduleId: "$edgeHub", state: "offline", incidentId: "group!i1" },
        { moduleId: "sensor", state: "online" },
      ],
    });
    const one = await api.get(at("gw", "modules", "$edgeHub"));
    expect(one.json).toMatchObject({ deviceId: "gw", moduleId: "$edgeHub", gateway: null });
    expect(one.json).not.toHaveProperty("modules");
  });

  test("an id on two hubs is a 409 that names them, unless one is chosen", async () => {
    const api = makeApi();
    await api.seed(
      connection(device("d", "hub-a"), STATES.online),
      connection(device("d", "hub-b"), STATES.offline),
      connection(module("d", "m", "hub-b"), STATES.new),
    );
    for (const path of [at("d"), `${at("d")}/transitions`, `${at("d")}/explain`]) {
      const conflict = await api.get(path);
      expect(conflict).toMatchObject({ status: 409, json: { status: 409, errors: [{ field: "hub" }] } });
      expect(conflict.json["detail"]).toMatch(/hub-a.*hub-b/);
      expect((await api.get(`${path}?hub=HUB-B`)).status).toBe(200);
      expect((await api.get(`${path}?hub=hub-c`)).status).toBe(404);
    }
    expect((await api.get(`${at("d")}?hub=hub-b`)).json).toMatchObject({ state: "offline" });
    expect((await api.get(at("d", "modules", "m"))).json).toMatchObject({ hub: "hub-b", moduleId: "m" });
    expect((await api.page("/api/devices?deviceId=d")).value).toMatchObject([
      { hub: "hub-a" },
      { hub: "hub-b" },
    ]);
    expect((await api.page("/api/devices?deviceId=d&hub=hub-b")).value).toMatchObject([{ hub: "hub-b" }]);
  });

  test("one that moved to another hub is found where it is", async () => {
    const api = makeApi();
    await api.seed(
      connection(device("d", "hub-a"), STATES.deleted),
      connection(device("d", "hub-b"), STATES.online),
      connection(device("gone"), STATES.deleted),
    );
    expect((await api.get(at("d"))).json).toMatchObject({ hub: "hub-b" });
    expect((await api.get(at("gone"))).json).toMatchObject({ state: "deleted" });
  });

  test("what nobody has heard of is a 404 as a problem document", async () => {
    const api = makeApi();
    await api.seed(connection(device("d"), STATES.online));
    const unknown = [at("D"), at("d", "modules", "m"), at("x".repeat(128))];
    for (const path of [...unknown, `${at("e")}/transitions`, `${at("e")}/explain`]) {
      const { status, headers, json } = await api.get(path);
      expect([status, headers.get("content-type")]).toEqual([404, "application/problem+json"]);
      expect(json).toMatchObject({ status: 404, type: "urn:linewatch:problem:not-found" });
    }
  });

  test("an ETag spares whoever has it already, until something changes", async () => {
    const api = makeApi();
    await api.seed(connection(device("d"), STATES.online));
    const etag = (await api.get(at("d"))).headers.get("etag") ?? "";
    expect((await api.get(at("d"), { "if-none-match": etag })).status).toBe(304);
    const saved = await api.store.connections.read(device("d"));
    await api.store.connections.replace(connection(device("d"), STATES.offline), saved?.version ?? "");
    expect((await api.get(at("d"), { "if-none-match": etag })).status).toBe(200);
  });
});
