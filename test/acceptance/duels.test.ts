/** The situations that other tools lose, as far as this stage of the product meets them. */
import { describe, expect, test } from "vitest";
import { at, pump } from "./story-events.ts";
import { makeWorld } from "./world.ts";

describe("D4: events shuffled, repeated, one disconnect three hours late", () => {
  test("the final state is exact, and the late outage has its true start", async () => {
    const world = makeWorld();
    world.send(
      pump("Connected", 7, "09:50", "09:50:01"),
      pump("Disconnected", 6, "09:30", "12:30"),
      pump("Connected", 1, "08:00", "08:10"),
      pump("Connected", 3, "08:22", "08:23"),
      pump("Disconnected", 2, "08:20", "08:25"),
      pump("Connected", 3, "08:22", "08:40"),
      pump("Connected", 5, "09:01", "09:02"),
      pump("Disconnected", 4, "09:00", "09:03"),
    );
    await world.runUntil("13:00");
    expect(world.messages).toEqual([]);
    const saved = await world.store.connections.read({ hub: "contoso-hub", deviceId: "pump-1" });
    expect(saved?.value.state).toMatchObject({ name: "online", since: at("09:50") });
    expect(saved?.value.head).toMatchObject({ drops: 3, outages: 1 });
    const history = await world.store.transitions.history(
      { hub: "contoso-hub", deviceId: "pump-1" },
      undefined,
      10,
    );
    expect(history.transitions.map(({ state, at: time }) => [state, time])).toEqual([
      ["online", at("09:50")],
      ["offline", at("09:30")],
    ]);
  });
});

describe("D5: Teams and Twilio fail for ten minutes, over a drop and its recovery", () => {
  test("both are delivered once, in order, with the duration", async () => {
    const world = makeWorld();
    world.provider = (_request, now) => (now < at("09:15") ? { name: "transient", error: "503" } : undefined);
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:08"),
    );
    await world.runUntil("10:30");
    for (const target of ["workflow:ops", "sms:+4790000000"]) {
      const got = world.messages.filter((line) => line.includes(target)).map((line) => line.split(" ")[2]);
      expect(got).toEqual(["OFFLINE", "RECOVERED"]);
    }
    const ending = world.accepted.at(-1)?.notice;
    expect(ending).toMatchObject({ since: at("09:00"), until: at("09:08") });
    expect(world.poison).toEqual([]);
  });

  test("a refused opening has no ending, and the other receiver is not held up", async () => {
    const world = makeWorld();
    world.provider = ({ target }) =>
      target.channel === "sms" ? { name: "permanent", error: "21211" } : undefined;
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:20"),
    );
    await world.runUntil("10:00");
    expect(world.messages).toEqual([
      "09:05:30 workflow:ops OFFLINE pump-1 ×1",
      "09:21:31 workflow:ops RECOVERED pump-1 ×1",
    ]);
    const [incident] = await world.store.incidents.page({}, undefined, 1);
    const deliveries = await world.store.deliveries.ofIncident(incident?.id ?? "");
    expect(deliveries.filter(({ target }) => target.channel === "sms")).toMatchObject([
      { purpose: "opening", state: { name: "failed", error: "21211" } },
    ]);
  });

  test("an opening that is not accepted for 24 hours is dead, and its ending is dropped", async () => {
    const world = makeWorld();
    world.provider = ({ target }) =>
      target.channel === "sms" ? { name: "transient", error: "503" } : undefined;
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:20"),
    );
    await world.runUntil("+2d 00:00");
    const [incident] = await world.store.incidents.page({}, undefined, 1);
    const deliveries = await world.store.deliveries.ofIncident(incident?.id ?? "");
    const sms = deliveries.filter(({ target }) => target.channel === "sms");
    expect(sms.map(({ purpose, state }) => `${purpose} ${state.name}`).toSorted()).toEqual([
      "ending failed",
      "opening dead",
    ]);
    expect(world.messages.filter((line) => line.includes("sms"))).toEqual([]);
    // Doubling from 5 s to 30 min: some fifty-odd attempts in a day, not thousands.
    expect(sms.find(({ purpose }) => purpose === "opening")?.attempts).toBeLessThan(60);
  });

  test.each([
    ["fails before, works after", [1]],
    ["fails thrice", [1, 2, 3]],
    ["fails over the ending", [3, 4, 5, 6]],
    ["fails every second time", [1, 3, 5, 7, 9]],
  ])("every order of failure and recovery ends with one of each: %s", async (_title, failing) => {
    const world = makeWorld();
    let calls = 0;
    world.provider = () => (failing.includes((calls += 1)) ? { name: "transient", error: "x" } : undefined);
    world.send(
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "09:00"),
      pump("Connected", 3, "09:20"),
    );
    await world.runUntil("10:30");
    for (const target of ["workflow:ops", "sms:+4790000000"]) {
      const got = world.messages.filter((line) => line.includes(target)).map((line) => line.split(" ")[2]);
      expect(got).toEqual(["OFFLINE", "RECOVERED"]);
    }
  });

  test("what a provider asks for is honoured", async () => {
    const world = makeWorld();
    const tried: number[] = [];
    world.provider = ({ target }, now) => {
      if (target.channel !== "sms") return undefined;
      tried.push(now);
      return tried.length === 1 ? { name: "transient", error: "429", retryAfterMs: 600_000 } : undefined;
    };
    world.send(pump("Connected", 1, "08:00"), pump("Disconnected", 2, "09:00"));
    await world.runUntil("10:00");
    const [first = 0, second = 0] = tried;
    expect(second - first).toBeGreaterThanOrEqual(600_000);
    expect(second - first).toBeLessThan(600_000 * 1.2 + 60_000);
  });
});

describe("D10: a device is deleted and made again with the same id", () => {
  test("a clean state, and the open incident is closed with its reason", async () => {
    const world = makeWorld();
    world.send(
      pump("Connected", 0x70, "08:00"),
      pump("Disconnected", 0x71, "09:00"),
      { kind: "Deleted", device: "pump-1", at: "09:30" },
      { kind: "Created", device: "pump-1", at: "09:40" },
      pump("Connected", 0x01, "09:41"),
      pump("Disconnected", 0x02, "11:00"),
      pump("Connected", 0x03, "11:30"),
    );
    await world.runUntil("12:00");
    expect(world.messages.filter((line) => line.includes("ops"))).toEqual([
      "09:05:30 workflow:ops OFFLINE pump-1 ×1",
      "09:30:02 workflow:ops CLOSED pump-1 ×1",
      "11:05:30 workflow:ops OFFLINE pump-1 ×1",
      "11:31:31 workflow:ops RECOVERED pump-1 ×1",
    ]);
    const saved = await world.store.connections.read({ hub: "contoso-hub", deviceId: "pump-1" });
    expect(saved?.value).toMatchObject({
      state: { name: "online", since: at("11:30") },
      registeredAt: at("09:40"),
      head: { drops: 1 },
    });
    expect(await world.store.transitions.tombstones({ hub: "contoso-hub", deviceId: "pump-1" })).toEqual([
      at("09:30"),
    ]);
  });

  test("the deletion that comes last changes nothing of the new life", async () => {
    const world = makeWorld();
    world.send(
      pump("Connected", 0x70, "08:00"),
      { kind: "Created", device: "pump-1", at: "09:40" },
      pump("Connected", 0x01, "09:41"),
      { kind: "Deleted", device: "pump-1", at: "09:30", arrives: "10:30" },
      pump("Disconnected", 0x71, "09:20", "10:31"),
    );
    await world.runUntil("12:00");
    expect(world.messages).toEqual([]);
    const saved = await world.store.connections.read({ hub: "contoso-hub", deviceId: "pump-1" });
    expect(saved?.value).toMatchObject({
      state: { name: "online", since: at("09:41") },
      tombstone: { at: at("09:30") },
    });
    expect(await world.store.transitions.tombstones({ hub: "contoso-hub", deviceId: "pump-1" })).toEqual([
      at("09:30"),
    ]);
  });

  test("a device takes its modules with it, those that nobody had heard of too", async () => {
    const world = makeWorld();
    world.send(
      { kind: "Connected", device: "gw", module: "$edgeHub", sequence: 1, at: "08:00" },
      { kind: "Disconnected", device: "gw", module: "$edgeHub", sequence: 2, at: "09:00" },
      { kind: "Deleted", device: "gw", at: "09:10" },
      { kind: "Connected", device: "gw", module: "sensor", sequence: 3, at: "08:30", arrives: "09:20" },
    );
    await world.runUntil("10:00");
    expect(world.messages.filter((line) => line.includes("ops"))).toEqual([
      "09:05:30 workflow:ops OFFLINE gw ×1",
      "09:10:02 workflow:ops CLOSED gw ×1",
    ]);
    const device = await world.store.connections.ofDevice({ hub: "contoso-hub", deviceId: "gw" });
    expect(device.map(({ value }) => value.state.name)).toEqual(["deleted", "deleted"]);
    expect(
      await world.store.connections.read({ hub: "contoso-hub", deviceId: "gw", moduleId: "sensor" }),
    ).toBe(undefined);
  });
});
