import { describe, expect, test } from "vitest";
import { DRILL_HUB } from "../../../functions/domain/drill.ts";
import { resolveTarget, routeFor, tagsOf, targetsOf, waitsFor } from "../../../functions/domain/policy.ts";
import type { Match, Policy } from "../../../functions/domain/policy.ts";
import { FLAPPING, OPS, PHONE, POLICY, RENEWAL, ROUTE } from "./policies.ts";

const TAGS: Policy["tags"] = [
  { device: "oslo-*", set: { site: "Oslo", tier: "normal" } },
  { device: "oslo-pump-*", set: { tier: "critical" } },
];

describe("tagsOf", () => {
  test.each([
    ["oslo-gw", { site: "Oslo", tier: "normal" }],
    ["oslo-pump-1", { site: "Oslo", tier: "critical" }],
    ["bergen-1", {}],
  ])("%s: later entries win by name", (deviceId, tags) => {
    expect(tagsOf({ hub: "h", deviceId }, { ...POLICY, tags: TAGS })).toEqual(tags);
  });
});

describe("routeFor", () => {
  const device = { hub: "contoso-hub", deviceId: "oslo-pump-1" };
  const module = { ...device, moduleId: "$edgeHub" };
  const rows: [string, Match, boolean, boolean][] = [
    ["nothing asked", {}, true, true],
    ["its hub, in whatever case the policy has it", { hub: "Contoso-Hub" }, true, true],
    ["another hub", { hub: "contoso" }, false, false],
    ["a pattern of its id", { device: "oslo-*" }, true, true],
    ["a pattern in another case", { device: "OSLO-*" }, false, false],
    ["a module: never the device itself", { module: "*" }, false, true],
    ["that module", { module: "$edgeHub" }, false, true],
    ["another module", { module: "$edgeAgent" }, false, false],
    ["a tag", { tags: { tier: "critical" } }, true, true],
    ["a tag that another entry overrides", { tags: { tier: "normal" } }, false, false],
    ["all tags", { tags: { tier: "critical", site: "Oslo" } }, true, true],
    ["one tag of two", { tags: { tier: "critical", site: "Bergen" } }, false, false],
    ["a tag nobody set, called like what every object has", { tags: { constructor: "x" } }, false, false],
    [
      "all of it",
      { hub: "contoso-hub", device: "oslo-*", module: "$*", tags: { site: "Oslo" } },
      false,
      true,
    ],
  ];
  test.each(rows)("%s", (_title, match, matchesDevice, matchesModule) => {
    const policy = { ...POLICY, tags: TAGS, routes: [{ ...ROUTE, match, graceMs: 1 }, ROUTE] };
    expect(routeFor(device, policy).graceMs === 1).toBe(matchesDevice);
    expect(routeFor(module, policy).graceMs === 1).toBe(matchesModule);
  });

  test("the first that matches wins", () => {
    const routes = [1, 2, 3].map((graceMs) => ({ ...ROUTE, graceMs }));
    expect(routeFor(device, { ...POLICY, routes }).graceMs).toBe(1);
  });

  test("a policy without a last route is refused loudly", () => {
    const routes = [{ ...ROUTE, match: { device: "x" } }];
    expect(() => routeFor(device, { ...POLICY, routes })).toThrow("ends with a route");
  });
});

describe("a drill's route", () => {
  const drill = { hub: DRILL_HUB, deviceId: "k3v9" };

  test("waits for nothing, is of its device alone and tells nobody by itself, whatever the policy's routes match", () => {
    const routes = [{ ...ROUTE, match: { device: "k3v9" } }, ROUTE];
    expect(routeFor(drill, { ...POLICY, routes })).toEqual({
      match: {},
      graceMs: 0,
      recoveryMs: 0,
      groupBy: ["device"],
      groupWaitMs: 0,
      groupIntervalMs: 0,
      zone: ROUTE.zone,
      notify: [],
    });
  });

  test.each([
    [
      "of the last route, which is for everything",
      ["Asia/Tokyo", "America/Lima", "Europe/Oslo"],
      "Europe/Oslo",
    ],
    ["UTC, where there is no route", [], "UTC"],
  ])("has the zone %s", (_title, zones, zone) => {
    const routes = zones.map((one) => ({ ...ROUTE, zone: one }));
    expect(routeFor(drill, { ...POLICY, routes }).zone).toBe(zone);
  });
});

describe("waitsFor", () => {
  test("the waits are the route's own, what drops amount to is the whole policy's", () => {
    const own = { ...ROUTE, match: { device: "oslo-*" }, graceMs: 1, recoveryMs: 2 };
    const policy = { ...POLICY, routes: [own, ROUTE] };
    const whole = { damping: FLAPPING, renewal: RENEWAL };
    expect(waitsFor({ hub: "h", deviceId: "oslo-gw" }, policy)).toEqual({
      graceMs: 1,
      recoveryMs: 2,
      ...whole,
    });
    const { graceMs, recoveryMs } = ROUTE;
    expect(waitsFor({ hub: "h", deviceId: "bergen-1" }, policy)).toEqual({ graceMs, recoveryMs, ...whole });
  });
});

describe("targetsOf", () => {
  const refOf = ({ id, channel }: typeof OPS | typeof PHONE): object => ({ id, channel });

  test("in the order of notify, without their addresses", () => {
    expect(targetsOf({ ...ROUTE, notify: ["oncall", "ops"] }, POLICY)).toEqual([refOf(PHONE), refOf(OPS)]);
  });

  test("a number in two receivers gets one message", () => {
    const second = { name: "manager", channel: "sms", targets: [PHONE] } as const;
    const policy = { ...POLICY, receivers: [...POLICY.receivers, second] };
    expect(targetsOf({ ...ROUTE, notify: ["oncall", "manager"] }, policy)).toEqual([refOf(PHONE)]);
  });

  test("a disabled or unknown receiver has none", () => {
    const receivers = POLICY.receivers.map((receiver) => ({ ...receiver, targets: [] }));
    expect(targetsOf({ ...ROUTE, notify: ["ops", "nobody"] }, { ...POLICY, receivers })).toEqual([]);
  });
});

describe("resolveTarget", () => {
  const silent = { ...POLICY, receivers: [] };

  test("the policy has the address", () => {
    expect(resolveTarget({ id: OPS.id, channel: OPS.channel }, POLICY)).toEqual(OPS);
    expect(resolveTarget({ id: PHONE.id, channel: PHONE.channel }, POLICY)).toEqual(PHONE);
  });
  test("a phone that left the policy can still be told of the ending", () => {
    expect(resolveTarget({ id: PHONE.id, channel: "sms" }, silent)).toEqual(PHONE);
  });
  test("a workflow that left the policy cannot: its address was never stored", () => {
    expect(resolveTarget({ id: OPS.id, channel: OPS.channel }, silent)).toBeUndefined();
  });
});
