/**
 * How each of azd's hooks begins: `node infra/hooks/run.mjs NAME`, with whatever Node.js a machine has from 20 on. It
 * installs what a fresh clone or a new lock file lacks, and runs the hook itself on the project's own Node.js.
 */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 20;
const HOOKS = [
  "preprovision",
  "prepackage",
  "postprovision",
  "predeploy",
  "postdeploy",
  "predown",
  "postdown",
];
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const node = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

/** By the dates that azd goes by too, so that there is nothing left for it to install. */
function isInstalled() {
  const installed = statSync(join(root, "node_modules", ".package-lock.json"), { throwIfNoEntry: false });
  const wanted = statSync(join(root, "package-lock.json"));
  return existsSync(node) && installed !== undefined && installed.mtimeMs >= wanted.mtimeMs;
}

/** `--include=dev`: what builds the package is no dependency of the app, and azd may have been told NODE_ENV=production. */
function install() {
  console.log("Installing the project's packages (npm ci).");
  const { status } = spawnSync("npm ci --include=dev", { cwd: root, shell: true, stdio: "inherit" });
  if (status !== 0)
    return "The project's packages could not be installed. See what npm says above, then: npm ci";
  if (existsSync(node)) return undefined;
  return "npm has not installed the project's Node.js, because it runs no install scripts here: npm ci --ignore-scripts=false";
}

function main(name) {
  if (!HOOKS.includes(name)) return fail(`Usage: node infra/hooks/run.mjs ${HOOKS.join("|")}`);
  if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
    return fail(
      `This is Node.js ${process.versions.node}; Linewatch needs ${OLDEST_NODE} or later: https://nodejs.org`,
    );
  }
  const fault = isInstalled() ? undefined : install();
  if (fault !== undefined) return fail(fault);
  const { status, error } = spawnSync(node, [join(here, `${name}.ts`)], { cwd: root, stdio: "inherit" });
  if (error !== undefined)
    return fail(`The project's Node.js cannot be run (${error.message}). Install it anew: npm ci`);
  return status ?? 1;
}

function fail(sentence) {
  console.error(sentence);
  return 1;
}

process.exitCode = main(process.argv[2]);
