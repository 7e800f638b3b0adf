/** A device that is disabled in the registry: what it does from then on is nobody's matter, and neither is its outage. */
import { describe, expect, test } from "vitest";
import { applyEvidence } from "../../functions/application/apply-evidence.ts";
import { at } from "./story-events.ts";
import type { StoryEvent } from "./story-events.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { World } from "./world.ts";

const MODULES = ["$edgeAgent", "$edgeHub"];
const all = (kind: StoryEvent["kind"], sequence: number, time: string): StoryEvent[] => [
  ...MODULES.map((module) => ({ kind, device: "gw-1", module, sequence, at: time })),
  { kind, device: "leaf-1", sequence, at: time },
];
const TOPOLOGY = { ...POLICY, topology: [{ parent: "gw-1", children: ["leaf-*"] }] };

async function read(world: World, deviceId: string, enabled: boolean, time: string): Promise<void> {
  await world.runUntil(time);
  await applyEvidence(
    world.deps,
    { hub: "contoso-hub", deviceId },
    { kind: "registry", at: at(time), enabled },
  );
}

const toldOps = ({ messages }: World): string[] =>
  messages.filter((line) => line.includes("workflow:ops")).map((line) => line.replace(" workflow:ops", ""));

describe("a device that is disabled", () => {
  test("while it is out leaves its incident; the others are told back", async () => {
    const world = makeWorld(TOPOLOGY);
    world.send(...all("Connected", 1, "08:00"), ...all("Disconnected", 2, "09:00"));
    world.send(...all("Connected", 3, "09:30").slice(0, 2));
    await read(world, "leaf-1", false, "09:10");
    await world.runUntil("11:00");
    expect(toldOps(world)).toEqual(["09:05:30 OFFLINE gw-1 ×3", "09:31:31 RECOVERED gw-1 ×2"]);
  });

  test("with its modules, all that were out, ends the incident with its reason", async () => {
    const world = makeWorld(POLICY);
    world.send(...all("Connected", 1, "08:00").slice(0, 2), ...all("Disconnected", 2, "09:00").slice(0, 2));
    await read(world, "gw-1", false, "09:10");
    await world.runUntil("10:00");
    expect(toldOps(world)).toEqual(["09:05:30 OFFLINE gw-1 ×2", "09:10:01 CLOSED gw-1 ×2"]);
    expect(world.accepted.at(-1)?.notice.reason).toBe("disabled");
  });

  test("tells nobody when it goes out, and is told of if it is still out when it is enabled", async () => {
    const world = makeWorld(POLICY);
    world.send({ kind: "Connected", device: "pump-1", sequence: 1, at: "08:00" });
    await read(world, "pump-1", false, "08:30");
    world.send({ kind: "Disconnected", device: "pump-1", sequence: 2, at: "09:00" });
    await read(world, "pump-1", true, "09:40");
    world.send({ kind: "Connected", device: "pump-1", sequence: 3, at: "10:00" });
    await world.runUntil("11:00");
    expect(toldOps(world)).toEqual(["09:40:30 OFFLINE pump-1 ×1", "10:01:31 RECOVERED pump-1 ×1"]);
    expect(world.accepted[0]?.notice.since).toBe(at("09:00"));
  });

  test("above others hides nothing of theirs", async () => {
    const world = makeWorld(TOPOLOGY);
    world.send(...all("Connected", 1, "08:00"));
    await read(world, "gw-1", false, "08:30");
    world.send(...all("Disconnected", 2, "09:00"), ...all("Connected", 3, "09:30"));
    await world.runUntil("10:00");
    expect(toldOps(world)).toEqual(["09:05:30 OFFLINE leaf-1 ×1", "09:31:31 RECOVERED leaf-1 ×1"]);
  });
});
