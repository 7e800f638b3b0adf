/** The topology: who is below a device, who is disconnected, and what a document knows of either. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Connection, ConnectionState } from "../../../functions/domain/connection.ts";
import { DRILL_HUB } from "../../../functions/domain/drill.ts";
import { identityKey, type Identity } from "../../../functions/domain/identity.ts";
import { must, useStore, type OpenStore } from "./harness.ts";
import { agent, connectionOf, device, sequence, suspect, T0 } from "./samples.ts";

const HUB = "contoso-hub";
const at = (deviceId: string, hub = HUB): Identity => ({ hub, deviceId });
const below = (identity: Identity, parent: string | undefined): Connection =>
  connectionOf(identity, { registry: { at: T0, enabled: true, parent } });
const offline = (identity: Identity): Connection =>
  connectionOf(identity, { state: { name: "offline", since: T0, cause: sequence(2) } });
/** A system module that is out. */
const HUB_OUT = { out: true, since: T0, incident: "contoso-hub!gw!000001", returnedAt: T0 - 9 };

export function describeTopology(open: OpenStore): void {
  describeChildren(open);
  describeDisconnected(open);
  describeFields(open);
}

function describeChildren(open: OpenStore): void {
  describe("the devices that the registry puts below one", () => {
    const harness = useStore(open);
    const childrenOf = async (parent: Identity): Promise<string[]> =>
      (await harness().store.connections.childrenOf(parent)).toSorted();

    beforeEach(async () => {
      const all = [
        below(at("leaf-2"), "gw"),
        below(at("leaf-1"), "gw"),
        below(at("odd #1"), "100%!/gw"),
        below(at("leaf-3"), "gw-2"),
        below(at("leaf-4"), "GW"),
        below(at("leaf-1", "other-hub"), "gw"),
        below(at("leaf-5"), undefined),
        connectionOf(at("leaf-6")),
        connectionOf(at("gw")),
      ];
      for (const connection of all) await harness().store.connections.create(connection);
    });

    it("are those of its hub and its very id", async () => {
      expect(await childrenOf(at("gw"))).toEqual(["contoso-hub!leaf-1", "contoso-hub!leaf-2"]);
      expect(await childrenOf(at("gw", "other-hub"))).toEqual(["other-hub!leaf-1"]);
      expect(await childrenOf(at("leaf-1"))).toEqual([]);
    });

    it("may have any characters in their ids, and in its own", async () => {
      expect(await childrenOf(at("100%!/gw"))).toEqual([identityKey(at("odd #1"))]);
    });

    it("are no more once the registry says so", async () => {
      const { connections } = harness().store;
      const { version } = must(await connections.read(at("leaf-1")));
      await connections.replace(below(at("leaf-1"), undefined), version);
      expect(await childrenOf(at("gw"))).toEqual(["contoso-hub!leaf-2"]);
    });

    it("are all found, however many", async () => {
      const names = Array.from({ length: 510 }, (_, i) => `n-${String(i).padStart(4, "0")}`);
      for (const name of names) await harness().store.connections.create(below(at(name), "big"));
      expect(await childrenOf(at("big"))).toEqual(names.map((name) => `contoso-hub!${name}`));
    });
  });
}

function describeDisconnected(open: OpenStore): void {
  describe("who is disconnected", () => {
    const harness = useStore(open);
    const find = async (devicePrefix: string, after?: string, limit = 50, hub = HUB): Promise<string[]> => {
      const { connections } = harness().store;
      const found = await connections.disconnected({ hub, devicePrefix }, after, limit);
      return found.map(({ value }) => identityKey(value.identity));
    };
    const fill = async (...all: readonly Connection[]): Promise<void> => {
      for (const connection of all) await harness().store.connections.create(connection);
    };

    it("is who is suspect or offline, a module too, and nobody else", async () => {
      const cause = sequence(2);
      const states: ConnectionState[] = [
        { name: "new" },
        { name: "online", since: T0, cause },
        { name: "recovering", since: T0, cause, offlineSince: T0, deadline: T0 + 9 },
        { name: "deleted", at: T0 },
      ];
      await fill(
        ...states.map((state) => connectionOf(at(`is-${state.name}`), { state })),
        suspect(at("is-suspect"), T0),
        offline(at("is-offline")),
        offline({ ...at("is-online"), moduleId: "m" }),
      );
      expect(await find("is-")).toEqual([
        "contoso-hub!is-offline",
        "contoso-hub!is-online!m",
        "contoso-hub!is-suspect",
      ]);
      expect(await find("")).toHaveLength(3);
    });

    it("is of that hub, and no drill", async () => {
      await fill(offline(at("d")), offline(at("d", "contoso-hub-2")), offline(at("d", DRILL_HUB)));
      expect(await find("d")).toEqual(["contoso-hub!d"]);
      expect(await find("", undefined, 50, "contoso-hub-2")).toEqual(["contoso-hub-2!d"]);
      expect(await find("", undefined, 50, DRILL_HUB)).toEqual([]);
    });

    it.each([
      ["oslo-", ["oslo-1"]],
      ["oslo", ["oslo", "oslo-1", "oslo2"]],
      ["OSLO", []],
      ["a%", ["a%", "a%25b"]],
      ["a%2", ["a%25b"]],
      ["a_", ["a_b"]],
      ["a#?", ["a#?b"]],
      ["a!", ["a!b"]],
      ["'", ["'q'"]],
      ["oslo-1x", []],
    ])("has an id that begins with %s, whatever that is", async (prefix, ids) => {
      const all = ["oslo", "oslo-1", "oslo2", "bergen-1", "a%", "a%25b", "a_b", "aXb", "a#?b", "a!b", "'q'"];
      await fill(...all.map((id) => offline(at(id))));
      expect((await find(prefix)).toSorted()).toEqual(ids.map((id) => identityKey(at(id))).toSorted());
    });

    it("comes by key, a page at a time, each once", async () => {
      const names = Array.from({ length: 7 }, (_, i) => `n-${i}`);
      await fill(
        ...names.toReversed().map((name) => offline(at(name))),
        offline({ ...at("n-3"), moduleId: "m" }),
      );
      const seen: string[] = [];
      let after: string | undefined;
      for (let pages = 0; pages < 9; pages += 1) {
        const page = await find("n-", after, 3);
        expect(page.length).toBeLessThanOrEqual(3);
        seen.push(...page);
        if (page.length < 3) break;
        after = page.at(-1);
      }
      const all = [...names.map((name) => `contoso-hub!${name}`), "contoso-hub!n-3!m"];
      expect(seen).toEqual(all.toSorted());
    });

    it("can be written as it was found", async () => {
      await fill(offline(at("d")));
      const { connections } = harness().store;
      const [found] = await connections.disconnected({ hub: HUB, devicePrefix: "" }, undefined, 1);
      const { value, version } = must(found);
      expect(value).toEqual(offline(at("d")));
      expect(await connections.replace(value, version)).toBeDefined();
    });
  });
}

function describeFields(open: OpenStore): void {
  describe("what a document knows of what it is behind", () => {
    const harness = useStore(open);
    const part = { id: "contoso-hub!gw!000001", outAt: T0, noticedAt: T0 + 1 };
    const owed = { since: T0, records: [], archive: [], incident: false };

    it.each<[string, Identity, Partial<Connection>]>([
      ["a gateway's system modules", device, { edge: { agent: { out: false }, hub: HUB_OUT } }],
      ["a gateway's one system module", device, { edge: { hub: { out: false, returnedAt: T0 } } }],
      ["what the registry says", device, { registry: { at: T0, enabled: false, parent: "100%!/gw" } }],
      ["that it says nothing of a parent", device, { registry: { at: T0, enabled: true } }],
      ["until when it is held", agent, { held: { outAt: T0, until: T0 + 9 }, wakeAt: T0 + 9 }],
      ["that it is behind another one", device, { incidents: { outage: { ...part, behind: true } } }],
      [
        "why it left",
        device,
        {
          incidents: {
            outage: { ...part, goneAt: T0 + 2, goneFor: "disabled" },
            flapping: { ...part, id: "contoso-hub!gw!:flapping!000001", goneAt: T0 + 2, goneFor: "gateway" },
          },
        },
      ],
      ["what those below it are owed", agent, { owed: { ...owed, edge: true } }],
      ["that it was told of already", device, { owed: { ...owed, incident: true, rest: true } }],
    ])("is read as it was written: %s", async (_title, identity, over) => {
      const { connections } = harness().store;
      const connection = connectionOf(identity, over);
      await connections.create(connection);
      const { value, version } = must(await connections.read(identity));
      expect(value).toEqual(connection);
      // And is gone once it is no more.
      await connections.replace(connectionOf(identity), version);
      expect((await connections.read(identity))?.value).toEqual(connectionOf(identity));
    });

    it("finds who is behind among the members of the incident", async () => {
      const { connections } = harness().store;
      await connections.create(connectionOf(device, { incidents: { outage: { ...part, behind: true } } }));
      const members = await connections.ofIncident(part.id);
      expect(members.map(({ value }) => value.incidents.outage?.behind)).toEqual([true]);
    });
  });
}
