import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  deviceKey,
  identityKey,
  identityName,
  parseIdentityKey,
} from "../../../functions/domain/identity.ts";
import type { Identity } from "../../../functions/domain/identity.ts";
import { runs } from "./runs.ts";

/** IoT Hub's alphabet for ids, and what could be mistaken for the key's own characters. */
const ALLOWED = "abzABZ019-:.+%_#*?!(),=@;$'".split("");
const id = fc.oneof(
  fc.string({ unit: fc.constantFrom(...ALLOWED), minLength: 1, maxLength: 12 }),
  fc.string({ minLength: 1, maxLength: 12, unit: "binary" }),
  fc.constantFrom("%21", "!", "%", "%25", "a!b", "a%21b", "~", "..", "a".repeat(128)),
);
const identity: fc.Arbitrary<Identity> = fc
  .record({ hub: fc.constantFrom("hub", "hub-2", "h!", "h"), deviceId: id, moduleId: fc.option(id) })
  .map(({ hub, deviceId, moduleId }) =>
    moduleId === null ? { hub, deviceId } : { hub, deviceId, moduleId },
  );

describe("identityKey", () => {
  test.each<[string, Identity, string]>([
    ["a device", { hub: "contoso", deviceId: "pump-1" }, "contoso!pump-1"],
    ["a module", { hub: "contoso", deviceId: "gw", moduleId: "$edgeHub" }, "contoso!gw!%24edgeHub"],
    ["the separator inside an id", { hub: "h", deviceId: "a!b" }, "h!a%21b"],
    ["a percent sign", { hub: "h", deviceId: "100%" }, "h!100%25"],
    ["what a store would not take", { hub: "h", deviceId: "a#b?c" }, "h!a%23b%3Fc"],
    ["marks that URI encoding leaves", { hub: "h", deviceId: "'()*~" }, "h!%27%28%29%2A%7E"],
    ["case is kept", { hub: "h", deviceId: "A" }, "h!A"],
  ])("%s", (_title, given, key) => {
    expect(identityKey(given)).toBe(key);
  });

  test("two identities share a key only if they are one", () => {
    fc.assert(
      fc.property(identity, identity, (a, b) => {
        expect(identityKey(a) === identityKey(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      runs(2000),
    );
  });

  test.each<[string, Identity, Identity]>([
    ["A beside a", { hub: "h", deviceId: "A" }, { hub: "h", deviceId: "a" }],
    ["a + b- beside a-b", { hub: "h", deviceId: "a", moduleId: "b-" }, { hub: "h", deviceId: "a-b" }],
    ["a!b beside a + b", { hub: "h", deviceId: "a!b" }, { hub: "h", deviceId: "a", moduleId: "b" }],
    ["%21 beside !", { hub: "h", deviceId: "%21" }, { hub: "h", deviceId: "!" }],
  ])("%s are two", (_title, a, b) => {
    expect(identityKey(a)).not.toBe(identityKey(b));
  });

  test("every allowed character, 128 long, makes an id that a document can have", () => {
    const deviceId = ALLOWED.join("").repeat(5).slice(0, 128);
    const key = identityKey({ hub: "h", deviceId, moduleId: deviceId });
    expect(key).toMatch(/^[A-Za-z0-9\-._%!]+$/);
    expect(key.length).toBeLessThan(1023);
  });

  test("a device and its modules stand next to each other when keys are sorted", () => {
    const device = fc.tuple(id, fc.array(id, { maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(device, { minLength: 2, maxLength: 5 }), (devices) => {
        const all = devices.flatMap(([deviceId, modules]): Identity[] => [
          { hub: "h", deviceId },
          ...modules.map((moduleId) => ({ hub: "h", deviceId, moduleId })),
        ]);
        const owners = [...new Set(all.map(identityKey))]
          .sort()
          .map((key) => key.split("!").slice(0, 2).join("!"));
        const runs = owners.filter((owner, index) => owner !== owners[index - 1]);
        expect(runs).toEqual([...new Set(runs)]);
      }),
      { numRuns: 1000 },
    );
  });

  test("its device's key is what it begins with", () => {
    const module = { hub: "h", deviceId: "gw", moduleId: "m" };
    expect(identityKey(module)).toBe(`${deviceKey(module)}!m`);
    expect(identityKey({ hub: "h", deviceId: "gw" })).toBe(deviceKey(module));
  });
});

describe("parseIdentityKey", () => {
  test("is the inverse", () => {
    fc.assert(
      fc.property(identity, (given) => {
        expect(parseIdentityKey(identityKey(given))).toStrictEqual(given);
      }),
      runs(2000),
    );
  });

  test("takes only what identityKey can have produced", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab!%2145~'".split("")) }), (key) => {
        const parsed = parseIdentityKey(key);
        expect([undefined, key]).toContain(parsed && identityKey(parsed));
      }),
      runs(2000),
    );
  });

  test.each(["", "hub", "hub!", "!device", "hub!a!", "hub!a!b!c", "hub!%", "hub!%zz", "hub!%2d", "hub!a b"])(
    "refuses %j",
    (key) => {
      expect(parseIdentityKey(key)).toBeUndefined();
    },
  );
});

describe("identityName", () => {
  test("is what people say", () => {
    expect(identityName({ hub: "h", deviceId: "gw" })).toBe("gw");
    expect(identityName({ hub: "h", deviceId: "gw", moduleId: "$edgeHub" })).toBe("gw/$edgeHub");
  });
});
