import { describe, expect, test } from "vitest";

import type { Connection } from "../../../functions/domain/connection.ts";
import { parsedAs } from "./explained.ts";
import { makeApi } from "./api.ts";
import { NINE, STATES, connection, device, event, incident, module, sequence } from "./seed.ts";

const MINUTE = 60_000;
const PATH = "/api/devices/d/explain";
const OUT = { id: "contoso-hub!d!000001", outAt: NINE, noticedAt: NINE + 5 * MINUTE };

/** Connected at half past eight, out at nine. */
const RECENT = [event("connected", 1, NINE - 30 * MINUTE), event("disconnected", 2, NINE)];

function dropped(more: Partial<Connection> = {}): Connection {
  return connection(device("d"), STATES.suspect, { recent: RECENT, ...more });
}

describe("an explanation", () => {
  test("has each gate in order, with its verdict, its sentence, its times and its numbers", async () => {
    const api = makeApi();
    await api.seed(dropped());
    api.setTime(NINE + MINUTE);
    const { status, json } = await api.get(PATH);
    expect([status, json["state"], json["stoppedBy"], json["told"]]).toEqual([200, "suspect", "grace", []]);
    expect(parsedAs(json).map(({ gate, verdict }) => `${gate} ${verdict}`)).toEqual([
      "life lives",
      "sequence disconnected",
      "grace suspect",
      "renewal none",
      "flap stable",
      "parent notAsked",
      "group notAsked",
    ]);
    expect(parsedAs(json)[2]).toEqual({
      gate: "grace",
      verdict: "suspect",
      reason:
        "Disconnected since 2026-11-21T09:00:00.000Z, inside its grace of 5 min until 2026-11-21T09:05:00.000Z: nobody is told.",
      at: "2026-11-21T09:00:00.000Z",
      until: "2026-11-21T09:05:00.000Z",
      numbers: { grace: "PT5M", lasted: "PT1M" },
    });
  });

  test("names the incident that tells of it", async () => {
    const api = makeApi();
    await api.seed(connection(device("d"), STATES.offline, { recent: RECENT, incidents: { outage: OUT } }));
    const told = [
      { target: { id: "workflow:ops", channel: "teams-workflow" }, at: NINE + 6 * MINUTE } as const,
    ];
    const announced = { announcedAt: NINE + 6 * MINUTE, told, shown: ["contoso-hub!d"] };
    await api.store.incidents.create(incident(OUT.id, { group: "contoso-hub!d", ...announced }));
    api.setTime(NINE + 10 * MINUTE);
    expect((await api.get(PATH)).json).toMatchObject({
      stoppedBy: null,
      told: [{ incidentId: OUT.id, code: "K7QM", kind: "outage", at: "2026-11-21T09:06:00.000Z" }],
    });
  });

  test("is of a moment that is past, where one is asked for", async () => {
    const api = makeApi();
    await api.seed(dropped());
    api.setTime(NINE + MINUTE);
    const states = ["2026-11-21T08:59:59Z", "2026-11-21T10:00:30%2B01:00", "2026-11-21T10:00:30+01:00"].map(
      async (at) => {
        const { json } = await api.get(`${PATH}?at=${at}`);
        return [json["at"], json["state"], json["stoppedBy"]];
      },
    );
    expect(await Promise.all(states)).toEqual([
      ["2026-11-21T08:59:59.000Z", "online", "sequence"],
      ["2026-11-21T09:00:30.000Z", "suspect", "grace"],
      ["2026-11-21T09:00:30.000Z", "suspect", "grace"],
    ]);
  });

  test.each([
    ["is ahead", "2026-11-21T09:00:00.001Z"],
    ["is no time", "yesterday"],
    ["has no zone", "2026-11-21T08:00:00"],
    ["is no day", "2026-02-30T08:00:00Z"],
    ["is nothing", ""],
  ])("of a moment that %s is a 400", async (_title, at) => {
    const api = makeApi();
    await api.seed(dropped());
    const { status, json } = await api.get(`${PATH}?at=${at}`);
    expect(status).toBe(400);
    expect(json["errors"]).toMatchObject([{ field: "at", message: expect.stringContaining("RFC 3339") }]);
  });

  test("of a moment of which too little is kept is a 400 that says from when on there is enough", async () => {
    const api = makeApi();
    const last = { sequence: sequence(1), at: NINE - 40 * MINUTE };
    const base = {
      link: "up",
      since: last.at,
      cause: last.sequence,
      last,
      clock: last.at,
      drops: 0,
      outages: 0,
    } as const;
    await api.seed(dropped({ base }));
    api.setTime(NINE + MINUTE);
    expect((await api.get(`${PATH}?at=2026-11-21T08:20:00Z`)).status).toBe(200);
    const { status, json } = await api.get(`${PATH}?at=2026-11-21T08:19:59.999Z`);
    expect(status).toBe(400);
    expect(json["errors"]).toMatchObject([
      { field: "at", message: expect.stringContaining("2026-11-21T08:20:00.000Z") },
    ]);
  });

  test("of a gateway's device points to its modules, and has the verdict of those", async () => {
    const api = makeApi();
    const edge = { hub: { out: true, since: NINE }, agent: { out: false } };
    await api.seed(
      connection(device("d"), STATES.new, { edge }),
      connection(module("d", "$edgeAgent"), STATES.online),
      connection(module("d", "$edgeHub"), STATES.offline),
    );
    const { json } = await api.get(PATH);
    expect(json).toMatchObject({
      stoppedBy: "life",
      gateway: { agent: "online", hub: "offline", verdict: "edgeHub" },
    });
    expect(parsedAs(json)[0]).toMatchObject({
      verdict: "gateway",
      reason: "It is a gateway: from now on its modules speak for it. Ask for $edgeAgent and $edgeHub.",
    });
    const hub = (await api.get("/api/devices/d/modules/$edgeHub/explain")).json;
    expect(hub).toMatchObject({ moduleId: "$edgeHub", gateway: null });
  });

  test("an ETag spares whoever has it already, while the moment is the same", async () => {
    const api = makeApi();
    await api.seed(dropped());
    api.setTime(NINE + MINUTE);
    const path = `${PATH}?at=2026-11-21T09:00:30Z`;
    const etag = (await api.get(path)).headers.get("etag") ?? "";
    api.setTime(NINE + 2 * MINUTE);
    expect((await api.get(path, { "if-none-match": etag })).status).toBe(304);
  });
});
