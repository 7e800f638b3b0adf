/** How every hook begins, tried in a project of its own: in a fresh clone, with an older lock, with an older Node.js. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterEach, expect, it } from "vitest";

const RUN = fileURLToPath(new URL("../../../infra/hooks/run.mjs", import.meta.url));
const AZURE_YAML = fileURLToPath(new URL("../../../azure.yaml", import.meta.url));
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** What stands in for npm: it makes what `npm ci` would, or fails. */
type Npm = "installs" | "fails" | "runs no scripts";

/** A clone: `run.mjs`, a hook that says how it was run, and an `npm` that records its call. */
function makeClone(npm: Npm = "installs") {
  const root = mkdtempSync(join(tmpdir(), "linewatch clone-"));
  folders.push(root);
  for (const folder of ["infra/hooks", "bin"]) mkdirSync(join(root, folder), { recursive: true });
  copyFileSync(RUN, join(root, "infra/hooks/run.mjs"));
  writeFileSync(
    join(root, "infra/hooks/postdown.ts"),
    'const code: number = Number(process.env["CODE"] ?? 0);\nconsole.log(`hello from ${process.execPath} in ${process.cwd()}`);\nprocess.exitCode = code;\n',
  );
  // Beside the hooks lies what they are made of.
  writeFileSync(join(root, "infra/hooks/settings.ts"), "");
  writeFileSync(join(root, "package-lock.json"), "{}");
  const node = npm === "runs no scripts" ? "true" : `ln -sf "${process.execPath}" node_modules/node/bin/node`;
  const installs = `mkdir -p node_modules/node/bin && ${node} && touch node_modules/.package-lock.json`;
  const script = `#!/bin/sh\necho "$@" >> npm-calls\n${npm === "fails" ? "exit 1" : installs}\n`;
  writeFileSync(join(root, "bin/npm"), script);
  chmodSync(join(root, "bin/npm"), 0o755);
  symlinkSync(process.execPath, join(root, "bin/node"));
  const calls = join(root, "npm-calls");
  return {
    root,
    lock: join(root, "package-lock.json"),
    npmCalls: () => (existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : []),
  };
}

async function run(root: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const path = `${join(root, "bin")}:/usr/bin:/bin`;
  const file = join(root, "infra/hooks/run.mjs");
  const child = spawn(process.execPath, [file, ...args], { cwd: tmpdir(), env: { PATH: path, ...env } });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => void (said += text));
  }
  const [code] = await once(child, "close");
  return { code: Number(code), said };
}

it("in a fresh clone installs what the hook needs, and runs it on the project's own Node.js", async () => {
  const clone = makeClone();
  const first = await run(clone.root, ["postdown"], { NODE_ENV: "production" });
  expect(first.said).toMatch(
    /^Installing the project's packages \(npm ci\)\.\nhello from .* in .*linewatch clone-\w+\n$/,
  );
  expect(first.code).toBe(0);
  expect(clone.npmCalls()).toEqual(["ci --include=dev"]);
  const second = await run(clone.root, ["postdown"]);
  expect(second.said).toMatch(/^hello from/);
  expect(clone.npmCalls()).toHaveLength(1);
});

it("installs again after a pull that changed the lock file", async () => {
  const clone = makeClone();
  await run(clone.root, ["postdown"]);
  const later = Date.now() / 1_000 + 60;
  utimesSync(clone.lock, later, later);
  await run(clone.root, ["postdown"]);
  expect(clone.npmCalls()).toHaveLength(2);
});

it("ends with the hook's own exit code", async () => {
  const { root } = makeClone();
  expect((await run(root, ["postdown"], { CODE: "1" })).code).toBe(1);
});

it("says so where packages cannot be installed, and runs nothing", async () => {
  const { root } = makeClone("fails");
  const { code, said } = await run(root, ["postdown"]);
  expect(said).toContain(
    "The project's packages could not be installed. See what npm says above, then: npm ci\n",
  );
  expect(said).not.toContain("hello");
  expect(code).toBe(1);
});

it("says so where npm runs no install scripts, so that there is no Node.js", async () => {
  const { root } = makeClone("runs no scripts");
  const { code, said } = await run(root, ["postdown"]);
  expect(said).toContain("npm ci --ignore-scripts=false");
  expect(code).toBe(1);
});

it("knows all hooks of azure.yaml by name, and says so", async () => {
  const { said } = await run(makeClone().root, []);
  const text = readFileSync(AZURE_YAML, "utf8");
  const hooks = [...text.matchAll(/^ {2}(\w+):\n {4}posix:/gm)].flatMap(([, name]) => name ?? []);
  expect(hooks.length).toBeGreaterThan(5);
  expect(said.trim().split(/[ |]/).slice(3).toSorted()).toEqual(hooks.toSorted());
});

it.each([[[]], [["nosuchhook"]], [["settings"]], [["../../elsewhere"]]])(
  "does not take %j for a hook",
  async (args) => {
    const clone = makeClone();
    const { code, said } = await run(clone.root, args);
    expect(said).toMatch(/^Usage: node infra\/hooks\/run\.mjs /);
    expect(code).toBe(1);
    expect(clone.npmCalls()).toEqual([]);
  },
);

it("is written for any Node.js from 20 on: no TypeScript, and nothing of the packages", () => {
  const imports = [...readFileSync(RUN, "utf8").matchAll(/from "([^"]+)"/g)].map(([, name]) => name);
  expect(imports.filter((name) => !name?.startsWith("node:"))).toEqual([]);
});
