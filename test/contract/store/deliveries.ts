/** Deliveries: claimed by compare-and-set, beside their incident, found when somebody has to act. */
import { describe, expect, it } from "vitest";
import type { DueDelivery } from "../../../functions/application/ports.ts";
import type { Delivery } from "../../../functions/domain/delivery.ts";
import { must, useStore, type OpenStore } from "./harness.ts";
import { deliveryOf, group, incidentOf, T0 } from "./samples.ts";

const odd = { id: "workflow:a/b?#\\%", channel: "teams-workflow" } as const;
const targets = (deliveries: readonly Delivery[]) => deliveries.map(({ target }) => target.id);
const dueTargets = (due: readonly DueDelivery[]) =>
  due.map(({ id }) => decodeURIComponent(id.split("!").at(-1) ?? ""));

export function describeDeliveries(open: OpenStore): void {
  describe("deliveries", () => {
    const harness = useStore(open);

    it.each<Delivery["state"]>([
      { name: "pending", nextAttemptAt: T0 },
      { name: "pending", nextAttemptAt: T0, error: "503" },
      { name: "claimed", until: T0 + 1 },
      { name: "sent", at: T0, receipt: "SM1" },
      { name: "failed", at: T0, error: "21610" },
      { name: "dead", at: T0, error: "24 h" },
      { name: "dead", at: T0, error: "24 h", untold: true },
      { name: "pending", nextAttemptAt: T0, paced: true },
    ])("are kept as $name", async (state) => {
      const { deliveries } = harness().store;
      const delivery = deliveryOf({ state, target: odd, attempts: 3 });
      const version = await deliveries.create(delivery);
      expect(await deliveries.read(delivery.incidentId, delivery.id)).toEqual({ value: delivery, version });
    });

    it("are created once, and claimed by one", async () => {
      const { deliveries } = harness().store;
      const delivery = deliveryOf();
      expect(await deliveries.read(delivery.incidentId, delivery.id)).toBeUndefined();
      const version = must(await deliveries.create(delivery));
      expect(await deliveries.create(delivery)).toBeUndefined();
      const claim = { ...delivery, state: { name: "claimed", until: T0 + 60_000 } as const, attempts: 1 };
      const claims = await Promise.all([
        deliveries.replace(claim, version),
        deliveries.replace(claim, version),
      ]);
      expect(claims.filter((claimed) => claimed !== undefined)).toHaveLength(1);
    });

    it("are those of their incident, and of no other one", async () => {
      const { deliveries, incidents } = harness().store;
      const incident = incidentOf({ suffix: "a" });
      await incidents.create(incident);
      await incidents.createMembers(incident.id, 0, [{ key: "h!a", from: T0 }]);
      await deliveries.create(deliveryOf({ incident, target: odd }));
      await deliveries.create(deliveryOf({ incident }));
      await deliveries.create(deliveryOf({ incident: incidentOf({ suffix: "a1" }) }));
      const own = await deliveries.ofIncident(incident.id);
      expect(new Set(targets(own))).toEqual(new Set([odd.id, "sms:+4790000000"]));
      expect(own.every(({ incidentId }) => incidentId === incident.id)).toBe(true);
      expect(await deliveries.ofIncident(`${group}!b`)).toEqual([]);
    });

    it("are due by their next attempt or their claim's end, that instant included, earliest first", async () => {
      const { deliveries, incidents } = harness().store;
      const states: Delivery["state"][] = [
        { name: "pending", nextAttemptAt: T0 + 3 },
        { name: "claimed", until: T0 + 2 },
        { name: "sent", at: T0, receipt: "SM1" },
        { name: "pending", nextAttemptAt: T0 + 1 },
        { name: "dead", at: T0, error: "24 h" },
        { name: "dead", at: T0 + 4, error: "24 h", untold: true },
      ];
      for (const [i, state] of states.entries()) {
        await deliveries.create(deliveryOf({ state, target: { id: `sms:${i}`, channel: "sms" } }));
      }
      await incidents.create(incidentOf({ dueAt: T0 }));
      expect(await deliveries.due(T0, 9)).toEqual([]);
      expect(dueTargets(await deliveries.due(T0 + 2, 9))).toEqual(["sms:3", "sms:1"]);
      expect(dueTargets(await deliveries.due(T0 + 3, 9))).toEqual(["sms:3", "sms:1", "sms:0"]);
      expect(dueTargets(await deliveries.due(T0 + 3, 1))).toEqual(["sms:3"]);
      expect(dueTargets(await deliveries.due(T0 + 9, 9)).at(-1)).toBe("sms:5");
      const { id, incidentId } = deliveryOf({ target: { id: "sms:1", channel: "sms" } });
      expect(await deliveries.due(T0 + 3, 1, T0 + 2)).toEqual([{ id, incidentId, at: T0 + 2 }]);
    });
  });
}
