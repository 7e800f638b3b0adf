/**
 * The short run of `npm run chaos`: the product in processes that are killed, store and providers failing, and in the end not
 * one difference from the truth. The long one is for people and machines with time.
 */
import { afterAll, expect, it } from "vitest";

import { bundleBuilt, endAll, lastWords, run } from "./process.ts";

afterAll(endAll);

it("holds under kills and faults what the fleet's truth demands", { timeout: 300_000 }, async () => {
  await bundleBuilt();
  const chaos = run("dev/chaos.ts", "--events 100 --kills 3 --seed 7 --store sqlite".split(" "));
  const { code } = await chaos.exited;
  const report = chaos.stdout();
  if (code !== 0) process.stderr.write(`${report}${lastWords()}`);
  expect({ code, stderr: code === 0 ? "" : chaos.stderr() }).toEqual({ code: 0, stderr: "" });
  expect(report).toMatch(/^differences +0$/m);
  expect(report).toMatch(/^lost messages +0$/m);
  expect(report).toMatch(/^kills +3\b/m);
  expect(report).toMatch(/^messages +\d\d/m);
  expect(report).toMatch(/^store faults +\d\d+ /m);
});
