import { describe, expect, test } from "vitest";
import type { Connection, Head, Membership } from "../../../functions/domain/connection.ts";
import { unknownConnection } from "../../../functions/domain/decide.ts";
import { DRILL_HUB } from "../../../functions/domain/drill.ts";
import { NO_EVENTS } from "../../../functions/domain/fold.ts";
import { identityKey, parseIdentityKey } from "../../../functions/domain/identity.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { causeOf, endingNotice, openingNotice } from "../../../functions/domain/look-words.ts";
import type { Member } from "../../../functions/domain/look-words.ts";
import type { Cause, Departure, Notice } from "../../../functions/domain/notice.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import type { RegistryFacts } from "../../../functions/domain/registry.ts";
import { T0, seq } from "./histories.ts";
import { POLICY, ROUTE } from "./policies.ts";

const incident: Incident = {
  id: "contoso-hub!gw!000001",
  group: "contoso-hub!gw",
  hub: "contoso-hub",
  subject: "gw",
  code: "K7Q2",
  state: { name: "open" },
  opener: { key: "contoso-hub!gw", until: T0 },
  openedAt: T0,
  told: [],
  shown: [],
};

/** `gw/$edgeHub` */
function identityOf(name: string): Connection["identity"] {
  const identity = parseIdentityKey(`contoso-hub!${name.replace("/", "!").replace("$", "%24")}`);
  if (identity === undefined) throw new Error(`not a name: ${name}`);
  return identity;
}
function connection(name: string, link: Head["link"] = "down", registry?: RegistryFacts): Connection {
  const head = { ...NO_EVENTS, link, cause: seq(2), since: T0 };
  return { ...unknownConnection(identityOf(name)), head, registry };
}
function member(name: string, part: Partial<Membership> = {}, registry?: RegistryFacts): Member {
  return {
    key: identityKey(identityOf(name)),
    connection: connection(name, "down", registry),
    part: { id: incident.id, outAt: T0, noticedAt: T0, ...part },
  };
}
const [AGENT, HUB] = ["gw/$edgeAgent", "gw/$edgeHub"] as const;

describe("the cause", () => {
  test.each<[string, readonly string[], readonly string[], Cause | undefined]>([
    ["both system modules are out", [AGENT, HUB], [], "site"],
    ["the hub is", [HUB], [], "edgeHub"],
    ["the agent is", [AGENT], [], "edgeAgent"],
    ["neither is", ["gw/sensor"], [], undefined],
    ["nobody is", [], [], undefined],
    ["the hub is, and the agent is disconnected by now", [HUB], [AGENT], "site"],
    ["the agent is, and the hub is disconnected by now", [AGENT], [HUB], "site"],
    ["the hub is, and a module", [HUB, "gw/sensor"], [], "edgeHub"],
    ["the agent is, and a module", [AGENT, "gw/sensor"], [], "edgeAgent"],
    ["the hub is, and a leaf of its group", [HUB, "leaf-1"], [], "edgeHub"],
    ["both are, and a leaf of its group", [AGENT, HUB, "leaf-1"], [], "site"],
    ["the agent is, and a leaf, of which that says nothing", [AGENT, "leaf-1"], [], undefined],
    ["leaves are", ["leaf-1", "leaf-2"], [], undefined],
    ["those of two gateways are", [HUB, "gw-2/$edgeHub"], [], undefined],
    ["one of each of two gateways is", [HUB, "gw-2/$edgeAgent"], [], undefined],
  ])("where %s", (_title, out, others, cause) => {
    const members = out.map((name) => member(name));
    const modules = others.map((name) => connection(name));
    expect(causeOf(incident, members, modules)).toBe(cause);
    expect(causeOf(incident, members.toReversed(), modules)).toBe(cause);
  });

  test("is told by who is connected now, not by what is known of it", () => {
    expect(causeOf(incident, [member(HUB)], [connection(AGENT, "up")])).toBe("edgeHub");
    const returned = { ...member(AGENT), connection: connection(AGENT, "up") };
    expect(causeOf(incident, [member(HUB), returned], [])).toBe("edgeHub");
  });

  test("is not told of a group that is not the gateway's, where more than that is out", () => {
    const site = { ...incident, group: "tag:contoso-hub!site!Oslo" };
    expect(causeOf(site, [member(HUB)], [])).toBe("edgeHub");
    expect(causeOf(site, [member(HUB), member("leaf-1")], [])).toBeUndefined();
  });

  test("is not told of who flaps, nor of a drill", () => {
    const flapping = { ...incident, id: "contoso-hub!gw!:flapping!000001" };
    expect(causeOf(flapping, [member(HUB)], [])).toBeUndefined();
    expect(causeOf({ ...incident, drill: [] }, [member(HUB)], [])).toBeUndefined();
  });
});

const behindGw: Policy = { ...POLICY, topology: [{ parent: "gw", children: ["leaf-*"] }] };

function opening(
  spoken: readonly Member[],
  more: Partial<Incident> = {},
  others: readonly Member[] = [],
): Notice {
  const about = { spoken, members: [...spoken, ...others], policy: behindGw, at: T0 };
  return openingNotice({ ...incident, ...more }, about);
}

describe("whom a message is about", () => {
  const [LEAF_1, LEAF_2] = [member("leaf-1"), member("leaf-2")];

  test.each<[string, readonly Member[], readonly string[], Partial<Notice>]>([
    ["a leaf alone", [LEAF_1], ["leaf-1"], { subject: "leaf-1", via: "gw" }],
    [
      "a leaf's modules alone",
      [member("leaf-1/b"), member("leaf-1/a")],
      ["a", "b"],
      { subject: "leaf-1", via: "gw" },
    ],
    ["two leaves", [LEAF_2, LEAF_1], ["leaf-1", "leaf-2"], { subject: "gw" }],
    ["the gateway's modules", [member(HUB), member(AGENT)], ["$edgeAgent", "$edgeHub"], { subject: "gw" }],
    ["the gateway and a leaf", [member(HUB), LEAF_1], ["gw/$edgeHub", "leaf-1"], { subject: "gw" }],
    [
      "one that only the registry puts there",
      [member("pump", {}, { at: T0, enabled: true, parent: "gw" })],
      ["pump"],
      { subject: "pump", via: "gw" },
    ],
    ["one that is behind nothing any more", [member("pump")], ["pump"], { subject: "pump" }],
  ])("%s", (_title, spoken, names, title) => {
    const { subject, via } = opening(spoken);
    expect({ subject, via, names: opening(spoken).names }).toEqual({ via: undefined, ...title, names });
    expect("via" in opening(spoken)).toBe(title.via !== undefined);
  });

  test("once it spoke of more, it goes by its gateway for ever", () => {
    const back = member("leaf-2", { backAt: T0 + 9 });
    const shown = ["contoso-hub!leaf-2"];
    expect(opening([LEAF_1], { shown }, [back])).toMatchObject({ subject: "gw", count: 1 });
    // Who was never spoken of does not count.
    expect(opening([LEAF_1], {}, [back])).toMatchObject({ subject: "leaf-1", via: "gw" });
  });

  test.each<[string, Partial<Incident>, string]>([
    ["flapping of the gateway's group", { group: "contoso-hub!gw!:flapping" }, "leaf-1"],
    ["another kind of group", { group: "tag:contoso-hub!site!Oslo", subject: "site Oslo" }, "site Oslo"],
    ["a group that begins alike", { group: "contoso-hub!gw-2" }, "gw"],
    ["a group of a hub", { group: "hub:contoso-hub", subject: "contoso-hub" }, "contoso-hub"],
  ])("of %s", (_title, more, subject) => {
    expect(opening([LEAF_1], more).subject).toBe(subject);
  });

  test("of a drill is nobody's name", () => {
    const drill = { drill: ["ops"], hub: DRILL_HUB, subject: "Linewatch" };
    const notice = opening([LEAF_1], drill);
    expect(notice).toMatchObject({ word: "DRILL", subject: "Linewatch", names: [], count: 1 });
    expect(notice).not.toHaveProperty("via");
    expect(opening([LEAF_1], { drill: [] }).subject).toBe("gw");
  });

  test("names those first who are out in their own right, each by name, and no more than five", () => {
    const spoken = [
      member("leaf-2", { behind: true }),
      member("leaf-1", { behind: true }),
      member("z"),
      member("y"),
      member("leaf-3", { behind: true }),
      member("leaf-4", { behind: true }),
    ];
    expect(opening(spoken)).toMatchObject({ count: 6, names: ["y", "z", "leaf-1", "leaf-2", "leaf-3"] });
  });

  test("is since the first disconnect, read in the zone of the first of them", () => {
    const policy = { ...POLICY, routes: [{ ...ROUTE, match: { device: "leaf-2" }, zone: "UTC" }, ROUTE] };
    const spoken = [member("leaf-2"), member("leaf-1", { outAt: T0 - 1, firstOutAt: T0 - 2 })];
    const notice = openingNotice(incident, { spoken, members: spoken, policy, at: T0 });
    expect(notice).toMatchObject({ since: T0 - 2, zone: "UTC", at: T0, code: "K7Q2", hub: "contoso-hub" });
  });

  test("says what failed, where that is known", () => {
    expect(opening([member(HUB)], { cause: "edgeHub" }).cause).toBe("edgeHub");
    expect(opening([member(HUB)])).not.toHaveProperty("cause");
  });
});

describe("why it is closed", () => {
  const closed = (...reasons: Membership["goneFor"][]): Departure | undefined => {
    const spoken = reasons.map((goneFor, index) => member(`leaf-${index}`, { goneAt: T0, goneFor }));
    const about = { spoken, members: spoken, policy: POLICY, at: T0 };
    return endingNotice("CLOSED", incident, about, { since: T0 }).reason;
  };

  test.each<[readonly Membership["goneFor"][], Departure | undefined]>([
    [[], undefined],
    [[undefined], "deleted"],
    [["disabled", "disabled"], "disabled"],
    [["gateway"], "gateway"],
    [["disabled", undefined], "deleted"],
    [["disabled", "gateway"], "deleted"],
  ])("they left for %j: %s", (reasons, reason) => {
    expect(closed(...reasons)).toBe(reason);
  });

  test("has no place where somebody is back", () => {
    const spoken = [member("leaf-1", { backAt: T0 + 9 })];
    const about = { spoken, members: spoken, policy: POLICY, at: T0 };
    const notice = endingNotice("RECOVERED", incident, about, { since: T0, until: T0 + 9 });
    expect(notice).toMatchObject({ word: "RECOVERED", since: T0, until: T0 + 9 });
    expect(notice).not.toHaveProperty("reason");
  });
});
