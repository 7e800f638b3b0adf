/** The commands of `dev/` as processes of their own, in an empty environment, ended with the test file at the latest. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { ensureBundle } from "../../dev/build/ensure-bundle.ts";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export type Variables = Readonly<Record<string, string>>;
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Running {
  /** What it has printed so far. */
  stdout(): string;
  stderr(): string;
  /** Its first line on standard output; rejects with all it said when it ends before. */
  firstLine(): Promise<string>;
  exited: Promise<Exit>;
  /** Sends the signal and waits for the end. */
  end(signal: "SIGTERM" | "SIGKILL" | "SIGINT"): Promise<Exit>;
}

interface Child {
  readonly process: ChildProcess;
  readonly said: () => string;
  readonly exited: Promise<Exit>;
}

const children = new Set<Child>();
const longestEndMs = 6_000;
process.once("exit", () => children.forEach((child) => child.process.kill("SIGKILL")));

/** For `afterAll`: ends what still runs, so that it takes its temporary files with it. */
export async function endAll(): Promise<void> {
  await Promise.all([...children].map(end));
}

async function end(child: Child): Promise<void> {
  const impatience = setTimeout(() => child.process.kill("SIGKILL"), longestEndMs);
  child.process.kill("SIGTERM");
  await child.exited;
  clearTimeout(impatience);
}

/** What those that run have said last, for whoever has to find out why a test failed. */
export function lastWords(): string {
  const tails = [...children].map(({ said }) => said().trimEnd().split("\n").slice(-40).join("\n"));
  return ["", ...tails, ""].join("\n--- a process of this test said:\n");
}

let bundle: Promise<URL> | undefined;

/** Built once here, so that the apps of a test find it and do not all build at the same time. */
export async function bundleBuilt(): Promise<void> {
  await (bundle ??= ensureBundle());
}

/** `script` is a path from the root. */
export function run(script: string, args: readonly string[], env: Variables = {}): Running {
  // Azurite and the app find `node` 24 first, whatever the machine has.
  const path = `${root}node_modules/.bin:${dirname(process.execPath)}:/usr/bin:/bin`;
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: { PATH: path, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => void (said[name] += text));
  }
  const exited = once(child, "close").then(([code, signal]): Exit => ({ code, signal }));
  const known = { process: child, said: () => said.stderr, exited };
  children.add(known);
  void exited.then(() => children.delete(known));
  return {
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    firstLine: () => firstLineOf(child, said, exited),
    exited,
    end: (signal) => {
      child.kill(signal);
      return exited;
    },
  };
}

async function firstLineOf(
  child: ChildProcess,
  said: { readonly stdout: string; readonly stderr: string },
  exited: Promise<Exit>,
): Promise<string> {
  while (!said.stdout.includes("\n")) {
    const data = new Promise((resolve) => child.stdout?.once("data", resolve));
    const end = await Promise.race([data.then(() => undefined), exited]);
    if (end !== undefined) throw new Error(`ended with ${String(end.code ?? end.signal)}: ${said.stderr}`);
  }
  return said.stdout.slice(0, said.stdout.indexOf("\n"));
}
