/** Drills: kept by themselves, found by what has to be done, and in no list or count of devices and incidents. */
import { describe, expect, it } from "vitest";
import { DRILL_HUB, type Drill } from "../../../functions/domain/drill.ts";
import { deviceKey, type Identity } from "../../../functions/domain/identity.ts";
import { must, useStore, type OpenStore } from "./harness.ts";
import { connectionOf, device, incidentOf, owing, suspect, T0 } from "./samples.ts";

const drill: Drill = { id: "k3v9", requestedAt: T0, receivers: ["ops", "oncall"] };
const drilled: Identity = { hub: DRILL_HUB, deviceId: drill.id };

export function describeDrills(open: OpenStore): void {
  describe("drills", () => {
    const harness = useStore(open);

    it("are created once and read as they were", async () => {
      const { drills } = harness().store;
      expect(await drills.read(drill.id)).toBeUndefined();
      expect(await drills.create(drill)).toBeDefined();
      expect(await drills.create({ ...drill, receivers: [] })).toBeUndefined();
      expect(await drills.read(drill.id)).toEqual(drill);
      const other = { ...drill, id: "k4" };
      const version = must(await drills.create(other));
      expect(await drills.replace({ ...other, receivers: [] }, version)).toBeDefined();
      expect(await drills.replace(other, version)).toBeUndefined();
      expect((await drills.read("k4"))?.receivers).toEqual([]);
    });

    it("have a connection that is read by its identity, and is in no list", async () => {
      const { connections } = harness().store;
      await connections.create(connectionOf(drilled));
      await connections.create(connectionOf(device));
      expect((await connections.read(drilled))?.value.identity).toEqual(drilled);
      expect((await connections.page({}, undefined, 10)).map(({ identity }) => identity)).toEqual([device]);
      expect(await connections.page({ hub: DRILL_HUB }, undefined, 10)).toEqual([]);
      expect(await connections.page({ devicePrefix: drill.id }, undefined, 10)).toEqual([]);
      expect((await connections.glimpse(undefined, 10)).map(({ identity }) => identity)).toEqual([device]);
      expect(await connections.ofDeviceId(drill.id)).toEqual([]);
    });

    it("are found where something of theirs is overdue or owed", async () => {
      const { connections } = harness().store;
      await connections.create(suspect(drilled, T0));
      await connections.create(owing({ ...drilled, deviceId: "k4" }, T0));
      expect(await connections.overdue(T0, 10)).toEqual([{ identity: drilled, at: T0 }]);
      expect(await connections.owing(T0, 10)).toMatchObject([{ at: T0 }]);
    });

    it("have an incident that is read by its id, and is in no list", async () => {
      const { incidents } = harness().store;
      const group = deviceKey(drilled);
      const incident = incidentOf({ group, hub: DRILL_HUB, drill: drill.receivers });
      await incidents.create(incident);
      expect((await incidents.read(incident.id))?.value).toEqual(incident);
      expect((await incidents.latest(incident.group))?.value.drill).toEqual(drill.receivers);
      expect(await incidents.page({}, undefined, 10)).toEqual([]);
    });
  });
}
