/** Where `host.json` lies, the policy file is looked for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findAppRoot } from "../../../functions/config/app-root.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "linewatch-"));
  mkdirSync(join(folder, "app/dist/chunks"), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

it("is found from a bundle's chunk", () => {
  writeFileSync(join(folder, "app/host.json"), "{}");
  writeFileSync(join(folder, "host.json"), "{}");
  expect(findAppRoot(join(folder, "app/dist/chunks"))).toBe(join(folder, "app"));
});

it("is where the search began when there is none", () => {
  expect(findAppRoot(join(folder, "app/dist"))).toBe(join(folder, "app/dist"));
});
