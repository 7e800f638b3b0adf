/** What a device behind a gateway costs is promised, whatever their number: every run of the tests looks, not only the bench. */
import { describe, expect, it } from "vitest";

import { outageOf } from "../../../bench/gateway/outage.ts";
import { callsOf } from "../../../bench/gateway/shares.ts";
import { SECOND_MS } from "../../../functions/domain/time.ts";

describe("the devices behind a gateway that drop with it", () => {
  it("cost each the same, and all together the same, however many they are", async () => {
    const few = await outageOf(20);
    const many = await outageOf(80);

    expect(few.told).toEqual(["OFFLINE ×22 RECOVERED ×22", "OFFLINE ×22 RECOVERED ×22"]);
    expect(many.told).toEqual(["OFFLINE ×82 RECOVERED ×82", "OFFLINE ×82 RECOVERED ×82"]);
    expect(callsOf(many.calls.own) / 80).toBeCloseTo(callsOf(few.calls.own) / 20, 0);
    expect(callsOf(many.calls.own) / 80).toBeLessThanOrEqual(14.5);
    expect(callsOf(many.calls.group)).toBe(callsOf(few.calls.group));
    expect(many.looks).toBe(few.looks);
  });

  it("are looked at once a second at most while they come back", async () => {
    const quick = await outageOf(40, { withinMs: 10 * SECOND_MS });
    const slow = await outageOf(40, { withinMs: 30 * SECOND_MS });

    expect(slow.looks - quick.looks).toBeGreaterThan(10);
    expect(slow.looks - quick.looks).toBeLessThanOrEqual(21);
    expect(callsOf(slow.calls.own)).toBe(callsOf(quick.calls.own));
  });

  it("ask what they are behind only where they are out before it", async () => {
    const first = await outageOf(20, { before: 0 });
    const last = await outageOf(20, { before: 1 });

    expect(callsOf(first.calls.above)).toBe(2);
    expect(callsOf(last.calls.above)).toBe(40);
  });
});
