import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { undeliveredId } from "../../../functions/domain/delivery.ts";
import { DRILL_HUB } from "../../../functions/domain/drill.ts";
import { groupOf } from "../../../functions/domain/group.ts";
import type { Identity } from "../../../functions/domain/identity.ts";
import { groupOfIncident, nextIncidentId } from "../../../functions/domain/incident.ts";
import type { Grouping, Policy, Tags } from "../../../functions/domain/policy.ts";
import { POLICY, ROUTE } from "./policies.ts";

const GATEWAY = { hub: "contoso-hub", deviceId: "rpihat2" };
const MODULE = { ...GATEWAY, moduleId: "$edgeHub" };

function policyOf(groupBy: readonly Grouping[], set: Tags = {}): Policy {
  return { ...POLICY, routes: [{ ...ROUTE, groupBy }], tags: [{ device: "*", set }] };
}

describe("the group of an identity", () => {
  it.each<[Grouping[], Tags, string, string]>([
    // Incidents are stored under this key, and under no other where nothing else is asked for.
    [["gateway"], {}, "contoso-hub!rpihat2", "rpihat2"],
    [["device"], { site: "Oslo" }, "contoso-hub!rpihat2", "rpihat2"],
    [["gateway", "device"], {}, "contoso-hub!rpihat2", "rpihat2"],
    [["hub"], { site: "Oslo" }, "hub:contoso-hub", "contoso-hub"],
    [["hub", "device"], {}, "contoso-hub!rpihat2", "contoso-hub, rpihat2"],
    [["tag:site"], { site: "Oslo" }, "tag:contoso-hub!site!Oslo", "site Oslo"],
    [["hub", "tag:site"], { site: "Oslo" }, "tag:contoso-hub!site!Oslo", "contoso-hub, site Oslo"],
    [["tag:site", "tag:site"], { site: "Oslo" }, "tag:contoso-hub!site!Oslo", "site Oslo"],
    // A tag's value is any text that people write.
    [
      ["tag:site"],
      { site: "Bærum: hall 1/2" },
      "tag:contoso-hub!site!B%C3%A6rum%3A%20hall%201%2F2",
      "site Bærum: hall 1/2",
    ],
    [["tag:site"], { site: "a!b~(c)'*" }, "tag:contoso-hub!site!a%21b%7E%28c%29%27%2A", "site a!b~(c)'*"],
    [["tag:site"], { site: "x\uD800" }, "tag:contoso-hub!site!x%uD800", "site x\uD800"],
    [["tag:site"], { site: "" }, "tag:contoso-hub!site!", "site "],
    // The order in which a list is written is for people alone.
    [
      ["tag:site", "tag:hall"],
      { site: "Oslo", hall: "2" },
      "tag:contoso-hub!hall!2!site!Oslo",
      "site Oslo, hall 2",
    ],
    [
      ["tag:hall", "tag:site"],
      { site: "Oslo", hall: "2" },
      "tag:contoso-hub!hall!2!site!Oslo",
      "hall 2, site Oslo",
    ],
    [["gateway", "tag:site"], { site: "Oslo" }, "device:contoso-hub!rpihat2!site!Oslo", "rpihat2, site Oslo"],
    // Who has no such tag has nothing in common with the others that have none.
    [["tag:site"], {}, "contoso-hub!rpihat2", "rpihat2"],
    [["tag:site"], { Site: "Oslo" }, "contoso-hub!rpihat2", "rpihat2"],
    [["hub", "tag:site"], {}, "contoso-hub!rpihat2", "rpihat2"],
    [["tag:site", "tag:hall"], { site: "Oslo" }, "contoso-hub!rpihat2", "rpihat2"],
    [["tag:constructor"], {}, "contoso-hub!rpihat2", "rpihat2"],
  ])("by %j with %j is %s, called %s", (groupBy, tags, key, subject) => {
    const policy = policyOf(groupBy, tags);
    expect(groupOf(GATEWAY, policy)).toEqual({ key, hub: "contoso-hub", subject });
    expect(groupOf(MODULE, policy)).toEqual({ key, hub: "contoso-hub", subject });
  });

  it.each<[Grouping[], Tags, string, string]>([
    [["gateway"], {}, "contoso-hub!gw", "gw"],
    [["device"], {}, "contoso-hub!rpihat2", "rpihat2"],
    // Of both, the device is narrower.
    [["gateway", "device"], {}, "contoso-hub!rpihat2", "rpihat2"],
    [["device", "gateway"], {}, "contoso-hub!rpihat2", "rpihat2"],
    [["hub"], {}, "hub:contoso-hub", "contoso-hub"],
    [["hub", "gateway"], {}, "contoso-hub!gw", "contoso-hub, gw"],
    [["tag:site"], { site: "Oslo" }, "tag:contoso-hub!site!Oslo", "site Oslo"],
    [["gateway", "tag:site"], { site: "Oslo" }, "device:contoso-hub!gw!site!Oslo", "gw, site Oslo"],
    [["tag:site", "gateway"], { site: "Oslo" }, "device:contoso-hub!gw!site!Oslo", "site Oslo, gw"],
    [["device", "tag:site"], { site: "Oslo" }, "device:contoso-hub!rpihat2!site!Oslo", "rpihat2, site Oslo"],
    // Who has no such tag is alone, whatever is above it.
    [["gateway", "tag:site"], {}, "contoso-hub!rpihat2", "rpihat2"],
  ])("below gw, by %j with %j is %s, called %s", (groupBy, tags, key, subject) => {
    const policy = policyOf(groupBy, tags);
    expect(groupOf(GATEWAY, policy, "gw")).toEqual({ key, hub: "contoso-hub", subject });
    expect(groupOf(MODULE, policy, "gw")).toEqual({ key, hub: "contoso-hub", subject });
  });

  it("below a gateway is that of the gateway", () => {
    const gateway = { ...GATEWAY, deviceId: "gw" };
    for (const groupBy of [["gateway"], ["gateway", "hub"], ["gateway", "tag:site"]] as const) {
      const policy = policyOf(groupBy, { site: "Oslo" });
      expect(groupOf(GATEWAY, policy, "gw")).toEqual(groupOf(gateway, policy));
    }
  });

  it("of a drill is its own, below a gateway too", () => {
    const drill = { hub: DRILL_HUB, deviceId: "d1" };
    expect(groupOf(drill, policyOf(["gateway"]), "gw").key).toBe("%21drill!d1");
  });

  it("is that of its own route", () => {
    const routes = [{ ...ROUTE, match: { module: "*" }, groupBy: ["hub"] as const }, ROUTE];
    const policy = { ...POLICY, routes };
    expect(groupOf(MODULE, policy).key).toBe("hub:contoso-hub");
    expect(groupOf(GATEWAY, policy).key).toBe("contoso-hub!rpihat2");
  });

  it("is never that of another hub", () => {
    const other = { ...GATEWAY, hub: "fabrikam" };
    for (const groupBy of [["gateway"], ["hub"], ["tag:site"], ["device", "tag:site"]] as const) {
      const policy = policyOf(groupBy, { site: "Oslo" });
      expect(groupOf(other, policy).hub).toBe("fabrikam");
      expect(groupOf(other, policy).key).not.toBe(groupOf(GATEWAY, policy).key);
    }
  });

  it.each<Grouping>(["gateway", "device", "hub", "tag:site"])("of a drill is its own, by %s too", (by) => {
    const policy = policyOf([by], { site: "Oslo" });
    const groups = ["d1", "d2"].map((deviceId) => groupOf({ hub: DRILL_HUB, deviceId }, policy));
    expect(groups).toEqual([
      { key: "%21drill!d1", hub: DRILL_HUB, subject: "Linewatch" },
      { key: "%21drill!d2", hub: DRILL_HUB, subject: "Linewatch" },
    ]);
  });
});

/** Few letters, so that parts run into one another where a separator lets them; some that have to be encoded. */
const IN_IDS = ["a", "!", ":", "%", "21", "site"];
const IN_TAGS = [...IN_IDS, "/", "æ", "😀", "\uD83D", "\uDE00"];
const textOf = (letters: readonly string[]) =>
  fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 3 }).map((drawn) => drawn.join(""));
/** Most of them out of few, so that many agree. */
const few = (values: readonly string[], letters: readonly string[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, textOf(letters));
const identity: fc.Arbitrary<Identity> = fc.record({
  hub: few(["a", "hub:a"], IN_IDS),
  deviceId: few(["a", "a!site"], IN_IDS),
});
const NAMES = ["a", "a.b", "site"] as const;
const tags: fc.Arbitrary<Tags> = fc.dictionary(fc.constantFrom(...NAMES), few(["a", "a!site!a"], IN_TAGS));
const grouping = fc.constantFrom<Grouping[]>("gateway", "device", "hub", "tag:a", "tag:a.b", "tag:site");
const groupBy = fc.oneof(
  fc.array(grouping, { minLength: 1, maxLength: 2 }),
  fc.array(grouping, { minLength: 1, maxLength: 8 }),
);
const grouped = fc.record({ identity, tags, groupBy });
type Grouped = typeof grouped extends fc.Arbitrary<infer T> ? T : never;

/** All that the identities of a group have in common, as a value that can be compared. */
function inCommon({ identity: who, tags: own, groupBy: by }: Grouped): string {
  const device = ["device", who.deviceId];
  const values = by.filter((one) => one.startsWith("tag:")).map((one) => [one, own[one.slice(4)] ?? null]);
  if (values.some(([, value]) => value === null)) return JSON.stringify([who.hub, [JSON.stringify(device)]]);
  const byDevice = by.includes("gateway") || by.includes("device");
  const traits = [...values, ...(byDevice ? [device] : [])].map((trait) => JSON.stringify(trait));
  return JSON.stringify([who.hub, [...new Set(traits)].toSorted()]);
}

function keyOf({ identity: who, tags: own, groupBy: by }: Grouped): string {
  return groupOf(who, policyOf(by, own)).key;
}

describe("the key of a group", () => {
  const groups = fc.array(grouped, { minLength: 30, maxLength: 30 });

  it("is the same for all that belongs together, and for nothing else", () => {
    let equal = 0;
    fc.assert(
      fc.property(groups, (drawn) => {
        const keys = new Map(drawn.map((one) => [inCommon(one), keyOf(one)]));
        expect(drawn.map(keyOf)).toEqual(drawn.map((one) => keys.get(inCommon(one))));
        expect(new Set(keys.values()).size).toBe(keys.size);
        equal += drawn.length - keys.size;
      }),
      { seed: 20_221_108, numRuns: 300 },
    );
    expect(equal).toBeGreaterThan(1_000);
  });

  it("is told apart where no separator can be seen", () => {
    const device = { ...GATEWAY, deviceId: "a!b!c" };
    const keys = [
      groupOf(device, POLICY).key,
      groupOf({ ...GATEWAY, deviceId: "a" }, policyOf(["device", "tag:b"], { b: "c" })).key,
      groupOf(device, policyOf(["tag:a"], { a: "b!c" })).key,
      groupOf(device, policyOf(["tag:a", "tag:c"], { a: "b", c: "" })).key,
      groupOf(device, policyOf(["tag:a"], { a: "b" })).key,
      groupOf({ ...device, hub: "contoso-hub!a!b" }, policyOf(["hub"])).key,
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("a key that is too long", () => {
  const hall = "\u{1F3ED}".repeat(128);
  const byNames = Array.from({ length: 8 }, (_, index) => `${"n".repeat(63)}${index}`);
  const longOnes = (value: string): Policy =>
    policyOf(
      byNames.map((name) => `tag:${name}` as const),
      Object.fromEntries(byNames.map((name) => [name, value])),
    );

  it("is shortened, and still differs with every letter", () => {
    const keys = [hall, `${hall}.`, `.${hall}`, `${hall.slice(2)}\u{1F3EE}`].map(
      (value) => groupOf(GATEWAY, policyOf(["tag:hall"], { hall: value })).key,
    );
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^long:contoso-hub![0-9a-f]{64}$/);
    const elsewhere = { ...GATEWAY, hub: "fabrikam" };
    expect(groupOf(elsewhere, policyOf(["tag:hall"], { hall })).key).toMatch(/^long:fabrikam!/);
  });

  it("is shortened only beyond 512 characters", () => {
    const keyWith = (length: number) =>
      groupOf(GATEWAY, policyOf(["tag:hall"], { hall: "x".repeat(length) })).key;
    const short = "tag:contoso-hub!hall!".length;
    expect(keyWith(512 - short)).toHaveLength(512);
    expect(keyWith(513 - short)).toMatch(/^long:/);
  });

  it("is the same for ever: open incidents are found by it", () => {
    expect(groupOf(GATEWAY, policyOf(["tag:hall"], { hall })).key).toBe(
      `long:contoso-hub!${createHash("sha256")
        .update(`tag:contoso-hub!hall!${encodeURIComponent(hall)}`)
        .digest("hex")}`,
    );
  });

  it("leaves room for the longest id behind it", () => {
    const workflow = { id: `workflow:${"o".repeat(40)}`, channel: "teams-workflow" } as const;
    const longest = { hub: "#".repeat(128), deviceId: "#".repeat(128) };
    const all = [POLICY, policyOf(["hub"]), policyOf(["tag:hall"], { hall }), longOnes(hall)];
    for (const policy of all) {
      const { key } = groupOf(longest, policy);
      const incidentId = nextIncidentId(`${key}!flapping`, undefined);
      const id = undeliveredId({ incidentId, target: workflow }, workflow);
      // In ASCII a character is a byte.
      expect(id).toMatch(/^[A-Za-z0-9._%!:-]{1,1023}$/);
    }
  });
});

test("an incident's id contains its group", () => {
  for (const groupBy of [["gateway"], ["hub"], ["tag:site"], ["device", "tag:site"]] as const) {
    const { key } = groupOf({ hub: "contoso-hub", deviceId: "gw!1" }, policyOf(groupBy, { site: "a!b" }));
    expect(groupOfIncident(nextIncidentId(key, undefined))).toBe(key);
  }
  expect(groupOfIncident("nonsense")).toBe("");
});
