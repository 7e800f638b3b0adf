/** Incidents: the last of a group, compare-and-set, members, pages, what is due, and short codes. */
import { describe, expect, it } from "vitest";
import { UnreadableDocumentError } from "../../../functions/application/ports.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { must, useStore, type OpenStore } from "./harness.ts";
import { deliveryOf, group, incidentOf, noticeOf, T0 } from "./samples.ts";

const ids = (incidents: readonly { readonly id: string }[]) => incidents.map(({ id }) => id);

export function describeIncidents(open: OpenStore): void {
  describe("incidents", () => {
    const harness = useStore(open);

    it("are found by their group: the one with the greatest id, whatever else is kept with it", async () => {
      const { incidents, deliveries } = harness().store;
      expect(await incidents.latest(group)).toBeUndefined();
      const second = incidentOf({ suffix: "000002", openedAt: T0 });
      await incidents.create(incidentOf({ suffix: "000001", openedAt: T0 + 1 }));
      const version = must(await incidents.create(second));
      await incidents.create(incidentOf({ group: `${group}x`, suffix: "000003" }));
      await incidents.createMembers(second.id, 0, [{ key: "h!a", from: T0 }]);
      await deliveries.create(deliveryOf({ incident: second }));
      expect(await incidents.latest(group)).toEqual({ value: second, version });
    });

    it("that cannot be read are no reason to give an older one", async () => {
      const { store, engine } = harness();
      await store.incidents.create(incidentOf({ suffix: "000001" }));
      const container = engine.container("incidents");
      await container.create({ id: `${group}!000002`, pk: group, v: 2, type: "incident" });
      await expect(store.incidents.latest(group)).rejects.toThrow(UnreadableDocumentError);
    });

    it("are kept whole, and found by their id alone", async () => {
      const { incidents } = harness().store;
      const accepted = { target: { id: "sms:+47", channel: "sms" }, at: T0 + 5, accepted: true } as const;
      const open1 = incidentOf({ told: [...incidentOf().told, accepted] });
      const target = { id: "sms:+47", channel: "sms", address: "+47" } as const;
      const owed = { purpose: "opening", notice: noticeOf(open1), targets: [target] } as const;
      const version = must(await incidents.create({ ...open1, owed, announcedAt: T0 + 1, lookedAt: T0 + 2 }));
      expect(await incidents.create(open1)).toBeUndefined();
      expect(await incidents.read(open1.id)).toEqual({
        version,
        value: {
          ...open1,
          owed: { ...owed, targets: [{ id: "sms:+47", channel: "sms" }] },
          announcedAt: T0 + 1,
          lookedAt: T0 + 2,
        },
      });
      const resolved: Incident = {
        ...open1,
        state: { name: "resolved", at: T0 + 9, outcome: "recovered" },
        since: T0,
        until: T0 + 8,
      };
      expect(await incidents.replace(resolved, version)).toBeDefined();
      expect(await incidents.replace(open1, version)).toBeUndefined();
      expect((await incidents.read(open1.id))?.value).toEqual(resolved);
      expect(await incidents.read(`${group}!zz`)).toBeUndefined();
    });

    it("keep no address, which may be a secret", async () => {
      const { store, engine } = harness();
      const target = { id: "workflow:ops", channel: "teams-workflow", address: "https://secret" } as const;
      const incident = incidentOf({ told: [{ target, at: T0 }] });
      await store.incidents.create(incident);
      const stored = await engine.container("incidents").read(group, incident.id);
      expect(JSON.stringify(stored)).toContain("workflow:ops");
      expect(JSON.stringify(stored)).not.toContain("secret");
    });

    it("keep the members of their end, each part once", async () => {
      const { incidents } = harness().store;
      const { id } = incidentOf();
      await incidents.createMembers(id, 1, [{ key: "h!c", from: T0 }]);
      await incidents.createMembers(id, 0, [
        { key: "h!a", from: T0, to: T0 + 9 },
        { key: "h!b", from: T0 + 1 },
      ]);
      await incidents.createMembers(id, 0, [{ key: "h!z", from: T0 }]);
      expect(await incidents.membersOf(id)).toEqual([
        { key: "h!a", from: T0, to: T0 + 9 },
        { key: "h!b", from: T0 + 1 },
        { key: "h!c", from: T0 },
      ]);
      expect(await incidents.membersOf(`${group}!a`)).toEqual([]);
    });

    it("are listed newest first, a page at a time, also where many opened at once", async () => {
      const { store } = harness();
      const of = (name: string, openedAt: number) =>
        incidentOf({ group: `h!${name}`, suffix: "x", openedAt, subject: name });
      for (const incident of [of("b", 9), of("a", 9), of("c", 1), of("d", 30), of("e", 9)]) {
        await store.incidents.create(incident);
      }
      const first = await store.incidents.page({}, undefined, 2);
      expect(ids(first)).toEqual(["h!d!x", "h!e!x"]);
      const second = await store.incidents.page({}, first.at(-1), 2);
      expect(ids(second)).toEqual(["h!b!x", "h!a!x"]);
      expect(ids(await store.incidents.page({}, second.at(-1), 2))).toEqual(["h!c!x"]);
    });

    it("are listed by their state", async () => {
      const { incidents } = harness().store;
      const state = { name: "resolved", at: T0, outcome: "closed" } as const;
      await incidents.create(incidentOf({ suffix: "a" }));
      await incidents.create(incidentOf({ suffix: "b", state }));
      await incidents.create(incidentOf({ suffix: "c", state: { name: "ending" } }));
      expect(ids(await incidents.page({ state: "resolved" }, undefined, 9))).toEqual([`${group}!b`]);
      expect(ids(await incidents.page({ state: "open" }, undefined, 9))).toEqual([`${group}!a`]);
    });

    it("are due at their instant, that instant included, earliest first", async () => {
      const { incidents } = harness().store;
      await incidents.create(incidentOf({ suffix: "a", dueAt: T0 + 2 }));
      await incidents.create(incidentOf({ suffix: "b", dueAt: T0 + 1 }));
      await incidents.create(incidentOf({ suffix: "c" }));
      expect(await incidents.due(T0, 9)).toEqual([]);
      const [first, second] = [
        { id: `${group}!b`, at: T0 + 1 },
        { id: `${group}!a`, at: T0 + 2 },
      ];
      expect(await incidents.due(T0 + 2, 9)).toEqual([first, second]);
      expect(await incidents.due(T0 + 2, 1)).toEqual([first]);
      expect(await incidents.due(T0 + 2, 9, T0 + 2)).toEqual([second]);
    });

    it("reserve a short code for one incident", async () => {
      const { incidents } = harness().store;
      expect(await incidents.incidentOfCode("7K2M")).toBeUndefined();
      expect(await incidents.reserveCode("7K2M", "h!a!x")).toBe(true);
      expect(await incidents.reserveCode("7K2M", "h!b!x")).toBe(false);
      expect(await incidents.reserveCode("7K2M", "h!a!x")).toBe(true);
      expect(await incidents.incidentOfCode("7K2M")).toBe("h!a!x");
    });
  });
}
