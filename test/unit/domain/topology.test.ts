import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Connection, ConnectionState, Membership } from "../../../functions/domain/connection.ts";
import { unknownConnection } from "../../../functions/domain/decide.ts";
import { DRILL_HUB } from "../../../functions/domain/drill.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import { edgeModuleOf } from "../../../functions/domain/gateway.ts";
import {
  gatewayOf,
  identityOfModule,
  parentsOf,
  speakerOf,
  systemModuleOf,
} from "../../../functions/domain/topology.ts";
import type { Edge, EdgeModule } from "../../../functions/domain/topology.ts";
import type { Transition } from "../../../functions/domain/transition.ts";
import { T0, seq } from "./histories.ts";
import { POLICY } from "./policies.ts";

const min = (count: number): number => T0 + count * MINUTE_MS;
const LEAF = { hub: "contoso-hub", deviceId: "oslo-1" };
const IN: EdgeModule = { out: false };

const above = (parent: string, ...children: readonly string[]) => ({ parent, children });
const policyOf = (...topology: Policy["topology"]): Policy => ({ ...POLICY, topology });
const registry = (parent?: string) => ({ at: T0, enabled: true, parent });

describe("a system module", () => {
  test.each([
    ["$edgeAgent", "agent"],
    ["$edgeHub", "hub"],
    ["$edgehub", undefined],
    ["sensor", undefined],
    ["toString", undefined],
  ])("%s is %s", (moduleId, name) => {
    expect(systemModuleOf({ ...LEAF, moduleId })).toBe(name);
  });

  test("is no device", () => {
    expect(systemModuleOf(LEAF)).toBeUndefined();
    expect(systemModuleOf({ ...LEAF, deviceId: "$edgeHub" })).toBeUndefined();
  });

  test.each(["agent", "hub"] as const)("%s is found from whatever is of its device", (name) => {
    const identity = identityOfModule({ ...LEAF, moduleId: "sensor" }, name);
    expect(identity).toEqual({ ...LEAF, moduleId: name === "hub" ? "$edgeHub" : "$edgeAgent" });
    expect(systemModuleOf(identity)).toBe(name);
  });

  test.each<[Edge | undefined, "agent" | "hub" | undefined]>([
    [undefined, undefined],
    [{}, undefined],
    [{ agent: undefined, hub: undefined }, undefined],
    [{ agent: IN }, "agent"],
    [{ hub: IN }, "hub"],
    [{ agent: IN, hub: IN }, "hub"],
    [{ agent: { out: true }, hub: IN }, "hub"],
  ])("of %j, %s speaks for the gateway", (edge, speaker) => {
    expect(speakerOf(edge)).toBe(speaker);
  });
});

describe("what a device reaches the hub through", () => {
  test.each<[string, Policy["topology"], string | undefined, readonly string[]]>([
    ["nothing, where nobody says more", [], undefined, []],
    ["what the registry says", [], "gw", ["gw"]],
    ["what the policy says, by its id", [above("gw", "oslo-1")], undefined, ["gw"]],
    ["by a pattern", [above("gw", "bergen-*", "oslo-*")], undefined, ["gw"]],
    ["nothing, where the policy speaks of others", [above("gw", "oslo-2", "oslo")], undefined, []],
    ["what the policy says, whatever the registry does", [above("gw", "oslo-*")], "other", ["gw"]],
    [
      "what the registry says, where the policy speaks of others",
      [above("gw", "oslo-2")],
      "other",
      ["other"],
    ],
    ["several, by id", [above("b", "oslo-*"), above("a", "oslo-1")], undefined, ["a", "b"]],
    ["each once", [above("gw", "oslo-*"), above("gw", "oslo-1")], undefined, ["gw"]],
    ["never itself by the registry", [], "oslo-1", []],
    [
      "never itself by a pattern, and no other then",
      [above("oslo-1", "oslo-*"), above("gw", "oslo-*")],
      "b",
      ["gw"],
    ],
  ])("%s", (_title, topology, parent, parents) => {
    expect(parentsOf(LEAF, policyOf(...topology), registry(parent))).toEqual(parents);
    expect(parentsOf({ ...LEAF, moduleId: "m" }, policyOf(...topology), registry(parent))).toEqual(parents);
  });

  test("is not known from a registry that nobody read", () => {
    expect(parentsOf(LEAF, POLICY, undefined)).toEqual([]);
  });

  test("is nothing for a drill", () => {
    const drill = { ...LEAF, hub: DRILL_HUB };
    expect(parentsOf(drill, policyOf(above("gw", "*")), registry("gw"))).toEqual([]);
  });

  test("is in order, without itself and without repetition, however the policy is written", () => {
    const ids = fc.constantFrom("a", "b", "c", "oslo-1");
    const entry = fc.record({
      parent: ids,
      children: fc.array(fc.constantFrom("*", "oslo-*", "b", "oslo-1"), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), (topology) => {
        const parents = parentsOf(LEAF, policyOf(...topology), undefined);
        expect(parents).toEqual([...new Set(parents)].toSorted());
        expect(parents).not.toContain("oslo-1");
        expect(parentsOf(LEAF, policyOf(...topology.toReversed()), undefined)).toEqual(parents);
      }),
    );
  });
});

describe("the gateway by which it is grouped", () => {
  test.each<[string, Edge | undefined, readonly string[], string]>([
    ["is its device, where nothing is above that", undefined, [], "oslo-1"],
    ["is the first above it", undefined, ["a", "b"], "a"],
    ["is its device, if that is a gateway", { agent: IN }, ["a", "b"], "oslo-1"],
    ["is the first above it, if its device is none any more", {}, ["a"], "a"],
  ])("%s", (_title, edge, parents, gateway) => {
    expect(gatewayOf(LEAF, edge, parents)).toBe(gateway);
    expect(gatewayOf({ ...LEAF, moduleId: "m" }, edge, parents)).toBe(gateway);
  });
});

describe("what a gateway's document knows of a system module", () => {
  const HUB = { ...LEAF, moduleId: "$edgeHub" };
  const SINCE = min(20);
  const part: Membership = { id: "contoso-hub!oslo-1!000001", outAt: SINCE, noticedAt: min(25) };
  const flaps: Membership = { ...part, id: "contoso-hub!oslo-1!:flapping!000001" };
  const states = {
    new: { name: "new" },
    online: { name: "online", since: SINCE, cause: seq(5) },
    suspect: { name: "suspect", since: SINCE, cause: seq(5), deadline: min(40) },
    offline: { name: "offline", since: SINCE, cause: seq(5) },
    recovering: { name: "recovering", since: min(30), cause: seq(5), offlineSince: SINCE, deadline: min(40) },
  } as const satisfies Record<string, ConnectionState>;
  const module = (state: ConnectionState, incidents: Connection["incidents"] = {}): Connection => ({
    ...unknownConnection(HUB),
    state,
    incidents,
  });
  const record = (state: Transition["state"], at: number, retractedAt?: number): Transition => ({
    identity: HUB,
    state,
    at,
    noticedAt: at,
    source: "event",
    ...(retractedAt === undefined ? {} : { retractedAt }),
  });

  test.each(["new", "online", "suspect"] as const)("%s is not out", (name) => {
    const known = edgeModuleOf(module(states[name], { outage: part }), [], undefined);
    expect(known).toEqual({ out: false });
  });

  test.each(["offline", "recovering"] as const)("%s is out, since its disconnect", (name) => {
    expect(edgeModuleOf(module(states[name]), [], undefined)).toEqual({ out: true, since: SINCE });
  });

  test("deleted is nothing any more", () => {
    const deleted = module({ name: "deleted", at: SINCE }, { outage: part });
    expect(edgeModuleOf(deleted, [record("online", SINCE)], { out: true, returnedAt: T0 })).toBeUndefined();
  });

  test.each<[string, Connection["incidents"], string | undefined]>([
    ["its outage", { outage: part }, part.id],
    ["its flapping", { flapping: flaps }, flaps.id],
    ["its outage rather than its flapping", { outage: part, flapping: flaps }, part.id],
    ["none that is over for it", { outage: { ...part, backAt: min(22) } }, undefined],
    ["none that it left", { outage: { ...part, goneAt: min(22) } }, undefined],
    ["its flapping, if its outage is over", { outage: { ...part, backAt: 1 }, flapping: flaps }, flaps.id],
  ])("the incident that tells of it is that of %s", (_title, incidents, incident) => {
    expect(edgeModuleOf(module(states.offline, incidents), [], undefined)?.incident).toBe(incident);
  });

  test.each<[string, readonly Transition[], number | undefined]>([
    ["as it was known, where nothing was recorded", [], min(1)],
    ["as it was known, where only an outage was", [record("offline", min(9))], min(1)],
    ["by the record of its return", [record("offline", min(2)), record("online", min(9))], min(9)],
    ["by the last of several", [record("online", min(9)), record("online", min(4))], min(9)],
    ["not by one that is retracted", [record("online", min(4)), record("online", min(9), min(10))], min(4)],
  ])("it came back last %s", (_title, records, returnedAt) => {
    for (const name of ["online", "offline", "recovering"] as const) {
      const known = { out: true, returnedAt: min(1) };
      expect(edgeModuleOf(module(states[name]), records, known)?.returnedAt).toBe(returnedAt);
    }
  });
});
