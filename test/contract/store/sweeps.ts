/** The sweep's lease: one document, taken by whoever saw it last. */
import { describe, expect, it } from "vitest";
import { must, useStore, type OpenStore } from "./harness.ts";
import { T0 } from "./samples.ts";

const held = { holder: { owner: "a", until: T0 + 120_000 }, places: { overdue: T0 - 5 } };

export function describeSweeps(open: OpenStore): void {
  describe("the sweep's lease", () => {
    const harness = useStore(open);

    it("is created by one, replaced by who saw it, and read as it was", async () => {
      const { sweeps } = harness().store;
      expect(await sweeps.read()).toBeUndefined();
      const version = must(await sweeps.create(held));
      expect(await sweeps.create(held)).toBeUndefined();
      expect(await sweeps.read()).toEqual({ value: held, version });
      const free = { places: {} };
      expect(await sweeps.replace(free, version)).toBeDefined();
      expect(await sweeps.replace(held, version)).toBeUndefined();
      expect((await sweeps.read())?.value).toEqual(free);
    });
  });
}
