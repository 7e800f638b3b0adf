/** The hook before the app is deployed: a policy file with which the app would not start goes no further. */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";

import { makeWorkshop } from "./support/hook.ts";

const workshop = makeWorkshop();
afterAll(() => workshop.remove());

it("writes the package where the policy file is sound", async () => {
  const { code, said } = await workshop.run("predeploy");
  expect(said).toMatch(/^build\/package: \d+ files/);
  expect(code).toBe(0);
});

it("stops at a policy file with faults, with the place and what to type", async () => {
  const file = join(workshop.project, "linewatch.yaml");
  writeFileSync(file, 'receivers:\n  ops: { sms: { to: ["+4790000000"] } }\nroutes:\n  - notify: [nobody]\n');
  const { code, said } = await workshop.run("predeploy");
  expect(code).toBe(1);
  expect(said).toContain("The policy file has faults.");
  expect(said).toContain("linewatch.yaml:4:");
  expect(said).toContain("npm run policy -- check linewatch.yaml");
  expect(said).not.toContain("build/package");
  rmSync(file);
  expect((await workshop.run("predeploy")).said).toContain("There is no policy file linewatch.yaml");
  expect(existsSync(join(workshop.project, "build"))).toBe(false);
});
