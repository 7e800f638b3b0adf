/** A device with its modules is one story: one opening, one ending, each counting them all. */
import { describe, expect, test } from "vitest";
import { POLICY, makeWorld } from "./world.ts";
import type { StoryEvent } from "./story-events.ts";

const MODULES = ["$edgeAgent", "$edgeHub", "SimulatedTemperatureSensor"];

const all = (kind: StoryEvent["kind"], first: number, at: string): StoryEvent[] =>
  MODULES.map((module, index) => ({ kind, device: "rpihat2", module, sequence: first + index, at }));

describe("a gateway and its modules", () => {
  test("three identities that drop together are one OFFLINE and one RECOVERED", async () => {
    const world = makeWorld();
    world.send(
      ...all("Connected", 1, "08:00"),
      ...all("Disconnected", 11, "09:00"),
      ...all("Connected", 21, "09:20"),
    );
    await world.runUntil("10:00");
    expect(world.messages).toEqual([
      "09:05:30 workflow:ops OFFLINE rpihat2 ×3",
      "09:05:30 sms:+4790000000 OFFLINE rpihat2 ×3",
      "09:21:31 workflow:ops RECOVERED rpihat2 ×3",
      "09:21:31 sms:+4790000000 RECOVERED rpihat2 ×3",
    ]);
    expect(world.accepted[0]?.notice.names).toEqual(MODULES);
  });

  test("it is over when the last is back, from the first disconnect to the last connect", async () => {
    const world = makeWorld();
    const [agent, hub, sensor] = all("Disconnected", 11, "09:00");
    const [, , late] = all("Connected", 21, "09:24");
    world.send(...all("Connected", 1, "08:00"));
    if (agent && hub && sensor && late) world.send(agent, { ...hub, at: "08:59:30" }, sensor, late);
    world.send(...all("Connected", 21, "09:20").slice(0, 2));
    await world.runUntil("11:00");
    expect(world.messages.filter((line) => line.includes("ops"))).toEqual([
      "09:05:00 workflow:ops OFFLINE rpihat2 ×3",
      "09:25:31 workflow:ops RECOVERED rpihat2 ×3",
    ]);
    expect(world.accepted.at(-1)?.notice).toMatchObject({
      since: Date.UTC(2026, 10, 21, 8, 59, 30),
      until: Date.UTC(2026, 10, 21, 9, 24),
    });
  });

  test("who is not back a grace after the gateway is a story of its own from then on", async () => {
    const world = makeWorld();
    world.send(...all("Connected", 1, "08:00"), ...all("Disconnected", 11, "09:00"));
    world.send(...all("Connected", 21, "09:20").slice(0, 2), ...all("Connected", 21, "09:40").slice(2));
    await world.runUntil("11:00");
    expect(world.messages.filter((line) => line.includes("ops"))).toEqual([
      "09:05:30 workflow:ops OFFLINE rpihat2 ×3",
      "09:25:00 workflow:ops RECOVERED rpihat2 ×2",
      "09:25:05 workflow:ops OFFLINE rpihat2 ×1",
      "09:41:31 workflow:ops RECOVERED rpihat2 ×1",
    ]);
  });

  test("a member that came back before the announcement is not spoken of, then or later", async () => {
    const world = makeWorld();
    world.send(...all("Connected", 1, "08:00"), ...all("Disconnected", 11, "09:00"));
    world.send({ kind: "Connected", device: "rpihat2", module: "$edgeHub", sequence: 30, at: "09:05:10" });
    world.send(...all("Connected", 41, "09:20"));
    await world.runUntil("10:00");
    expect(world.messages.filter((line) => line.includes("ops"))).toEqual([
      "09:05:30 workflow:ops OFFLINE rpihat2 ×2",
      "09:21:31 workflow:ops RECOVERED rpihat2 ×2",
    ]);
  });

  test("a receiver that joins later gets OFFLINE, and the ending too; nobody gets an ending without an opening", async () => {
    const [route] = POLICY.routes;
    if (route === undefined) throw new Error("the policy has a route");
    const policy = {
      ...POLICY,
      routes: [
        { ...route, match: { module: "SimulatedTemperatureSensor" }, notify: ["oncall"] },
        { ...route, notify: ["ops"] },
      ],
    };
    const world = makeWorld(policy);
    world.send(
      { kind: "Disconnected", device: "rpihat2", module: "$edgeHub", sequence: 1, at: "09:00" },
      {
        kind: "Disconnected",
        device: "rpihat2",
        module: "SimulatedTemperatureSensor",
        sequence: 2,
        at: "09:10",
      },
      ...all("Connected", 21, "09:40"),
    );
    await world.runUntil("11:00");
    expect(world.messages).toEqual([
      "09:05:30 workflow:ops OFFLINE rpihat2 ×1",
      "09:15:30 sms:+4790000000 OFFLINE rpihat2 ×2",
      "09:15:30 workflow:ops OFFLINE UPDATE rpihat2 ×2",
      "09:41:31 workflow:ops RECOVERED rpihat2 ×2",
      "09:41:31 sms:+4790000000 RECOVERED rpihat2 ×2",
    ]);
  });

  test("the next outage is an incident of its own, with a code of its own", async () => {
    const world = makeWorld();
    world.send(
      ...all("Connected", 1, "08:00"),
      ...all("Disconnected", 11, "09:00"),
      ...all("Connected", 21, "09:20"),
    );
    world.send(...all("Disconnected", 31, "10:00"), ...all("Connected", 41, "10:20"));
    await world.runUntil("11:00");
    expect(world.messages).toHaveLength(8);
    const codes = new Set(world.accepted.map(({ notice }) => notice.code));
    expect(codes.size).toBe(2);
    expect(await world.store.connections.ofIncident(world.accepted[0]?.notice.incidentId ?? "")).toEqual([]);
  });
});
