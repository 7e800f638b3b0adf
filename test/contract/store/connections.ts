/** Connections: compare-and-set, identities of every kind, and the lists with their order and their bounds. */
import { beforeEach, describe, expect, it } from "vitest";
import { TransientError } from "../../../functions/application/ports.ts";
import { identityKey, type Identity } from "../../../functions/domain/identity.ts";
import { must, useStore, type OpenStore } from "./harness.ts";
import { agent, connectionOf, device, memberOf, owing, suspect, T0 } from "./samples.ts";

const at = (deviceId: string, hub = "contoso-hub"): Identity => ({ hub, deviceId });

export function describeConnections(open: OpenStore): void {
  describeSingle(open);
  describeIdentities(open);
  describeLists(open);
}

function describeSingle(open: OpenStore): void {
  describe("one connection", () => {
    const harness = useStore(open);

    it("is missing before it is created, and found as it was written", async () => {
      const { connections } = harness().store;
      expect(await connections.read(device)).toBeUndefined();
      const version = await connections.create(connectionOf(device));
      expect(version).toBeTypeOf("string");
      expect(await connections.read(device)).toEqual({ value: connectionOf(device), version });
    });

    it("is created once", async () => {
      const { connections } = harness().store;
      await connections.create(connectionOf(device));
      expect(await connections.create(suspect(device, T0))).toBeUndefined();
      expect((await connections.read(device))?.value).toEqual(connectionOf(device));
    });

    it("is replaced by who saw its last version, and by nobody else", async () => {
      const { connections } = harness().store;
      const first = must(await connections.create(connectionOf(device)));
      const second = must(await connections.replace(suspect(device, T0), first));
      expect(second).not.toBe(first);
      expect(await connections.replace(connectionOf(device), first)).toBeUndefined();
      expect(await connections.read(device)).toEqual({ value: suspect(device, T0), version: second });
    });

    it("is not created by a replace", async () => {
      const { connections } = harness().store;
      const version = must(await connections.create(connectionOf(device)));
      expect(await connections.replace(connectionOf(agent), version)).toBeUndefined();
      expect(await connections.read(agent)).toBeUndefined();
    });

    it("lets exactly one of many writers win", async () => {
      const { connections } = harness().store;
      const version = must(await connections.create(connectionOf(device)));
      const writes = Array.from({ length: 10 }, (_, i) =>
        connections.replace(suspect(device, T0 + i), version),
      );
      const won = (await Promise.all(writes)).filter((written) => written !== undefined);
      expect(won).toHaveLength(1);
    });

    it("cannot be asked for once the store is closed", async () => {
      const { store } = harness();
      await store.ping();
      await store.close();
      await expect(store.connections.read(device)).rejects.toThrow(TransientError);
      await expect(store.connections.create(connectionOf(device))).rejects.toThrow(TransientError);
      await expect(store.ping()).rejects.toThrow(TransientError);
    });
  });
}

function describeIdentities(open: OpenStore): void {
  describe("identities", () => {
    const harness = useStore(open);

    it("with every allowed character, 128 long, are found again", async () => {
      const { connections } = harness().store;
      const odd = "-:.+%_#*?!(),=@;$'";
      const identity = { hub: "h", deviceId: odd.padEnd(128, "#?"), moduleId: odd.padEnd(128, "%!") };
      await connections.create(connectionOf(identity));
      expect((await connections.read(identity))?.value.identity).toEqual(identity);
      expect(await connections.ofDeviceId(identity.deviceId)).toHaveLength(1);
      expect(await connections.ofDevice(identity)).toHaveLength(1);
    });

    it("that differ in case, in where a dash stands, or by a dot are different", async () => {
      const { connections } = harness().store;
      const identities: Identity[] = [
        at("A"),
        at("a"),
        { ...at("a"), moduleId: "b-" },
        at("a-b"),
        at("."),
        at(".."),
      ];
      for (const identity of identities) {
        expect(await connections.create(connectionOf(identity))).toBeDefined();
      }
      for (const identity of identities) {
        expect((await connections.read(identity))?.value.identity).toEqual(identity);
      }
      expect((await connections.ofDeviceId("a")).map(({ value }) => identityKey(value.identity))).toEqual([
        "contoso-hub!a",
        "contoso-hub!a!b-",
      ]);
    });

    it("of a device come together and in order, without those of its neighbours", async () => {
      const { connections } = harness().store;
      const hubModule = { ...device, moduleId: "$edgeHub" };
      for (const identity of [hubModule, at("rpihat21"), device, at("rpihat2", "other-hub"), agent]) {
        await connections.create(connectionOf(identity));
      }
      const own = await connections.ofDevice(device);
      expect(own.map(({ value }) => value.identity)).toEqual([device, agent, hubModule]);
      const everywhere = await connections.ofDeviceId("rpihat2");
      expect(everywhere.map(({ value }) => value.identity)).toEqual([
        device,
        agent,
        hubModule,
        at("rpihat2", "other-hub"),
      ]);
      const [first] = own;
      expect(await connections.replace(connectionOf(device), must(first).version)).toBeDefined();
    });
  });
}

function describeLists(open: OpenStore): void {
  describe("lists of connections", () => {
    const harness = useStore(open);
    const keys = (list: readonly { readonly identity: Identity }[]) =>
      list.map(({ identity }) => identity.deviceId);

    beforeEach(async () => {
      const { connections } = harness().store;
      const gone = connectionOf(at("gone"), { state: { name: "deleted", at: T0 } });
      const all = [
        connectionOf(at("d-2")),
        suspect(at("d-1"), T0 + 2),
        suspect(at("e-1"), T0 + 1),
        gone,
        suspect(at("f-1", "other-hub"), T0 + 3),
        owing(at("g-1"), T0 + 20),
        owing(at("g-2"), T0 + 10),
        memberOf(at("m-2"), "contoso-hub!m-1!x"),
        memberOf(at("m-1"), "contoso-hub!m-1!x"),
        memberOf(at("m-3"), "contoso-hub!m-1!y"),
      ];
      for (const connection of all) await connections.create(connection);
    });

    it("go by key, a page at a time, without the deleted ones", async () => {
      const { connections } = harness().store;
      const seen: string[] = [];
      let after: string | undefined;
      for (let pages = 0; pages < 10; pages++) {
        const page = await connections.page({}, after, 4);
        seen.push(...keys(page));
        const last = page.at(-1);
        if (last === undefined) break;
        after = identityKey(last.identity);
      }
      expect(seen).toEqual(["d-1", "d-2", "e-1", "g-1", "g-2", "m-1", "m-2", "m-3", "f-1"]);
    });

    it("are narrowed by hub, state and the beginning of the device's id", async () => {
      const { connections } = harness().store;
      expect(keys(await connections.page({ hub: "other-hub" }, undefined, 10))).toEqual(["f-1"]);
      expect(keys(await connections.page({ state: "suspect" }, undefined, 10))).toEqual([
        "d-1",
        "e-1",
        "f-1",
      ]);
      expect(keys(await connections.page({ state: "deleted" }, undefined, 10))).toEqual(["gone"]);
      expect(keys(await connections.page({ devicePrefix: "d-" }, undefined, 10))).toEqual(["d-1", "d-2"]);
      const narrow = { devicePrefix: "d-", state: "suspect", hub: "contoso-hub" } as const;
      expect(keys(await connections.page(narrow, undefined, 10))).toEqual(["d-1"]);
    });

    it("give a glimpse of everything, the deleted ones too", async () => {
      const { connections } = harness().store;
      const first = await connections.glimpse(undefined, 3);
      expect(first).toEqual([
        { identity: at("d-1"), state: "suspect" },
        { identity: at("d-2"), state: "online" },
        { identity: at("e-1"), state: "suspect" },
      ]);
      const [next] = await connections.glimpse(identityKey(at("g-2")), 1);
      expect(next).toEqual({ identity: at("gone"), state: "deleted" });
    });

    it("find what is overdue at an instant, the instant included, earliest first", async () => {
      const { connections } = harness().store;
      expect(keys(await connections.overdue(T0, 10))).toEqual([]);
      expect(keys(await connections.overdue(T0 + 2, 10))).toEqual(["e-1", "d-1"]);
      expect(keys(await connections.overdue(T0 + 9, 2))).toEqual(["e-1", "d-1"]);
      const [first, second] = await connections.overdue(T0 + 2, 10);
      expect(await connections.overdue(T0 + 2, 10, second?.at)).toEqual([second]);
      expect(await connections.overdue(T0 + 2, 1, first?.at)).toEqual([first]);
    });

    it("find what has owed something since an instant, the instant included, longest first", async () => {
      const { connections } = harness().store;
      expect(keys(await connections.owing(T0 + 9, 10))).toEqual([]);
      expect(keys(await connections.owing(T0 + 10, 10))).toEqual(["g-2"]);
      expect(keys(await connections.owing(T0 + 99, 10))).toEqual(["g-2", "g-1"]);
      expect(keys(await connections.owing(T0 + 99, 1))).toEqual(["g-2"]);
      expect(keys(await connections.owing(T0 + 99, 9, T0 + 11))).toEqual(["g-1"]);
    });

    it("forget a deadline or a debt that is no more", async () => {
      const { connections } = harness().store;
      for (const deviceId of ["e-1", "g-2"]) {
        const { version } = must(await connections.read(at(deviceId)));
        await connections.replace(connectionOf(at(deviceId)), version);
      }
      expect(keys(await connections.overdue(T0 + 2, 10))).toEqual(["d-1"]);
      expect(keys(await connections.owing(T0 + 99, 10))).toEqual(["g-1"]);
    });

    it("find the members of an incident, and all of some devices, by key", async () => {
      const { connections } = harness().store;
      const members = await connections.ofIncident("contoso-hub!m-1!x");
      expect(keys(members.map(({ value }) => value))).toEqual(["m-1", "m-2"]);
      const keysOf = ["contoso-hub!m-2", "other-hub!f-1", "contoso-hub!d-1", "contoso-hub!m-2", "h!none"];
      const some = await connections.ofDevices(keysOf);
      expect(keys(some.map(({ value }) => value))).toEqual(["d-1", "m-2", "f-1"]);
      expect(await connections.ofDevices([])).toEqual([]);
    });
  });

  describe("long lists of connections", () => {
    const harness = useStore(open);

    it("are complete though they are read in parts", async () => {
      const { connections } = harness().store;
      const names = Array.from({ length: 520 }, (_, i) => `n-${String(i).padStart(4, "0")}`);
      for (const name of names) await connections.create(memberOf(at(name), "contoso-hub!n!x"));
      const members = await connections.ofIncident("contoso-hub!n!x");
      expect(members.map(({ value }) => value.identity.deviceId)).toEqual(names);
      const devices = await connections.ofDevices(names.toReversed().map((name) => `contoso-hub!${name}`));
      expect(devices.map(({ value }) => value.identity.deviceId)).toEqual(names);
    });
  });
}
