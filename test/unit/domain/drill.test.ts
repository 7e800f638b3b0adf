import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import { DRILL_HUB, DRILL_KEYS, isDrill, stampedOnArrival } from "../../../functions/domain/drill.ts";
import type { Evidence } from "../../../functions/domain/evidence.ts";
import { groupOf } from "../../../functions/domain/group.ts";
import { identityKey } from "../../../functions/domain/identity.ts";
import { ofKind } from "../../../functions/domain/incident.ts";
import { waitsFor } from "../../../functions/domain/policy.ts";
import { T0, down, seq, up } from "./histories.ts";
import { POLICY, ROUTE } from "./policies.ts";

const drill = { hub: DRILL_HUB, deviceId: "k3v9" };
/** What Azure lets a hub be called, lower-cased. */
const hubName = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{1,48})[a-z0-9]$/);

describe("a drill's keys", () => {
  test("begin in one way: its identity's, its group's, its incidents'", () => {
    const group = groupOf(drill, POLICY);
    for (const key of [identityKey(drill), group.key, ofKind(group, "flapping").key]) {
      expect(key.startsWith(DRILL_KEYS)).toBe(true);
    }
  });

  test("sort before those of every hub, which begin otherwise, whatever it groups by", () => {
    const tags = [{ device: "*", set: { site: "!drill" } }];
    const groupings = [["gateway"], ["hub"], ["device", "tag:site"], ["tag:site"]] as const;
    fc.assert(
      fc.property(hubName, fc.string({ minLength: 1 }), (hub, deviceId) => {
        const real = { hub, deviceId };
        const groups = groupings.map(
          (groupBy) => groupOf(real, { ...POLICY, tags, routes: [{ ...ROUTE, groupBy }] }).key,
        );
        for (const key of [identityKey(real), ...groups]) {
          expect(key.startsWith(DRILL_KEYS)).toBe(false);
          expect(key > identityKey(drill)).toBe(true);
        }
      }),
    );
  });

  test("no hub can be one", () => {
    expect(isDrill(drill)).toBe(true);
    fc.assert(fc.property(hubName, (hub) => !isDrill({ hub })));
    expect(isDrill({ hub: "drill" })).toBe(false);
  });
});

describe("a drill's event", () => {
  test("counts as of a moment after its arrival, however late that is", () => {
    const late = T0 + 60_000;
    expect(stampedOnArrival(down(1, 0), late)).toEqual({ ...down(1, 0), at: late + 1 });
  });

  test.each<Evidence>([
    up(1, 0),
    { kind: "created", at: T0 },
    { kind: "deleted", at: T0 },
    { kind: "telemetry", at: T0 },
    { kind: "deadline", sequence: seq(1) },
    { kind: "wake" },
    { kind: "sweep" },
  ])("is its disconnect alone: $kind stays what it is", (evidence) => {
    expect(stampedOnArrival(evidence, T0 + 60_000)).toBe(evidence);
  });

  test("does not decide it: that is left to its deadline, which is a moment away", () => {
    const late = T0 + 60_000;
    const waits = waitsFor(drill, POLICY);
    const { next, arm } = decide(unknownConnection(drill), stampedOnArrival(down(1, 0), late), waits, late);
    expect(next.state.name).toBe("suspect");
    expect(arm).toEqual({ sequence: seq(1), at: late + 1 });
    const decided = decide(next, { kind: "deadline", sequence: seq(1) }, waits, late + 1);
    expect(decided.next.state.name).toBe("offline");
  });
});
