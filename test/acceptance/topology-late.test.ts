/** Events of an hour ago that arrive all at once, a gateway's first. */
import { expect, test } from "vitest";
import { OSLO, SYSTEM, all, leaves, linesToBoth } from "./topology-story.ts";
import { makeWorld } from "./world.ts";

test.each([4, 16])("are one incident, %d at once", async (parallel) => {
  const routes = OSLO.routes.map((route) => ({ ...route, groupBy: ["device"] as const }));
  const world = makeWorld({ ...OSLO, routes });
  world.instances = 2;
  world.parallel = parallel;
  const some = leaves(40);
  world.send(...all("Connected", [...SYSTEM, ...some], 1, "08:00"));
  await world.runUntil("09:50");
  const [agent = "", hub = ""] = SYSTEM;
  const late = [...all("Disconnected", [hub, ...some, agent], 2, "09:00")];
  world.send(...late.map((event) => ({ ...event, arrives: "10:00" })));
  world.send(...all("Connected", [...SYSTEM, ...some], 3, "10:30"));
  await world.runUntil("12:00");
  expect(linesToBoth(world).map((line) => line.slice(9))).toEqual([
    "OFFLINE gw-oslo ×42",
    "RECOVERED gw-oslo ×42",
  ]);
});
