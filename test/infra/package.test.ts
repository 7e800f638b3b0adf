/** What is deployed: exactly these files, small, and able to run by itself where nothing else is. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { makeEventSender } from "../../dev/embedded/event-queue.ts";
import { keepOnly } from "../../dev/package/keep-only.ts";
import { writePackage } from "../../dev/package/write-package.ts";
import { startEmbeddedParts } from "../e2e/app.ts";
import { gatewayEvents } from "../e2e/events.ts";
import { eventually } from "../e2e/eventually.ts";
import { toldOfOutage } from "../e2e/outbox.ts";
import { endAll, run } from "../e2e/process.ts";
import { filesBelow, unpack, zippedBytes } from "./package/unpack.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const RUN_PACKAGE = fileURLToPath(new URL("package/run-package.ts", import.meta.url));
const MOST_ZIPPED_BYTES = 10_000_000;

/** Outside of the checkout: nothing above it has packages. */
const place = mkdtempSync(join(tmpdir(), "linewatch-package-"));
const folder = join(place, "package");
const unpacked = join(place, "unpacked");
let written: readonly string[] = [];

beforeAll(async () => {
  written = await writePackage(folder);
  await unpack(folder, unpacked);
});
afterAll(async () => {
  await endAll();
  rmSync(place, { recursive: true, force: true });
});

const chunk = /^dist\/chunks\/[\w-]+-[0-9A-Z]{8}\.mjs$/;
const read = (path: string): string => readFileSync(join(folder, path), "utf8");

describe("the package", () => {
  it("holds these files, and the bundle's chunks, and nothing else", async () => {
    const files = await filesBelow(unpacked);
    expect(files.filter((path) => !chunk.test(path))).toEqual([
      "dist/main.mjs",
      "docs/policy.schema.json",
      "host.json",
      "linewatch.yaml",
      "package.json",
    ]);
    expect(files.filter((path) => chunk.test(path)).length).toBeGreaterThan(5);
  });

  it("keeps source maps beside it, which are not deployed", async () => {
    const left = (await filesBelow(folder)).filter((path) => !path.endsWith(".map"));
    expect(left).toEqual([".funcignore", ...(await filesBelow(unpacked))]);
    expect(written).toEqual(await filesBelow(folder));
  });

  it("is under 10 MB zipped", async () => {
    const bytes = await zippedBytes(unpacked);
    expect(bytes).toBeGreaterThan(500_000);
    expect(bytes).toBeLessThan(MOST_ZIPPED_BYTES);
  });

  it("says by its package.json that it is an ES module, and where it begins: nothing to install or to build", () => {
    expect(JSON.parse(read("package.json"))).toEqual({ type: "module", main: "dist/main.mjs" });
  });

  it("has azd build nothing in Azure: its .funcignore excludes maps, and not node_modules", () => {
    expect(read(".funcignore")).toBe("*.map\n");
  });

  it("has the policy, the schema and the host's settings as they are here, and where the policy says", () => {
    for (const path of ["host.json", "linewatch.yaml", "docs/policy.schema.json"]) {
      expect(read(path)).toBe(readFileSync(join(ROOT, path), "utf8"));
    }
    const schema = /\$schema=(\S+)/.exec(read("linewatch.yaml"))?.[1] ?? "";
    expect(JSON.parse(read(schema))).toMatchObject({ title: "Linewatch policy" });
  });
});

describe("written again", () => {
  it("takes away what does not belong there, and leaves what does", async () => {
    const before = statSync(join(folder, "dist/main.mjs"));
    const strays = [
      "node_modules/left-pad/index.js",
      "package-lock.json",
      "dist/chunks/old-AAAAAAAA.mjs",
      "linewatch.yaml.bak",
    ];
    for (const path of strays) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), "stray");
    }
    symlinkSync(ROOT, join(folder, "docs/checkout"));
    writeFileSync(join(folder, "host.json"), "{}");
    expect(await writePackage(folder)).toEqual(written);
    expect(await filesBelow(folder)).toEqual(written);
    expect(read("host.json")).toBe(readFileSync(join(ROOT, "host.json"), "utf8"));
    expect(statSync(join(folder, "dist/main.mjs")).mtimeMs).toBe(before.mtimeMs);
    expect(statSync(ROOT).isDirectory()).toBe(true);
  });
});

it("takes away a link to somebody's folder, and nothing of what is in that", async () => {
  const [theirs, ours] = [join(place, "theirs"), join(place, "ours")];
  for (const path of [theirs, ours]) mkdirSync(path);
  writeFileSync(join(theirs, "precious"), "");
  symlinkSync(theirs, join(ours, "docs"));
  await keepOnly(ours, new Set([join("docs", "policy.schema.json")]));
  expect([await filesBelow(ours), await filesBelow(theirs)]).toEqual([[], ["precious"]]);
});

it("is written by the hook that runs before azd packages, into the folder that azd takes", async () => {
  const hook = run("infra/hooks/prepackage.ts", []);
  expect((await hook.exited).code).toBe(0);
  expect(hook.stdout()).toMatch(/^build\/package: \d+ files, of which \d+ source maps stay here\.\n$/);
  const files = await filesBelow(join(ROOT, "build/package"));
  expect(files.filter((path) => !path.startsWith("dist/chunks/"))).toEqual(
    written.filter((path) => !path.startsWith("dist/chunks/")),
  );
});

it("runs by itself in an empty folder, on its own policy file, and tells of an outage", async () => {
  // The same file with times that a test can wait for.
  const policy = readFileSync(join(unpacked, "linewatch.yaml"), "utf8");
  writeFileSync(
    join(unpacked, "linewatch.yaml"),
    policy.replace("grace: 5m", "grace: 1s").replace("groupWait: 30s", "groupWait: 1s"),
  );
  const { env, outbox } = await startEmbeddedParts();
  const app = run(RUN_PACKAGE, [unpacked], env);
  const url = await app.firstLine();
  const health = await fetch(`${url}/api/health`);
  expect(await health.json()).toMatchObject({ status: "ok", problems: [] });
  const send = makeEventSender(env["AzureWebJobsStorage"] ?? "");
  for (const event of gatewayEvents("gw-package", "disconnected")) await send(event);
  await eventually(() => outbox.words(), toldOfOutage);
});
