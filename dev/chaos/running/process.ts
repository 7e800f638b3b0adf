/** The commands of `dev/` as processes of their own, in an empty environment; none of them outlives the run. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export type Variables = Readonly<Record<string, string>>;

export interface Surroundings {
  readonly env: Variables;
  /** Modules that are loaded before the command. */
  readonly preload: readonly URL[];
}

export interface Command extends Surroundings {
  /** Its path, from the root or absolute. */
  readonly script: string;
  readonly args: readonly string[];
  /** Takes what it says on standard error. */
  readonly log: string;
}

export interface Process {
  /** The line of addresses that it prints when it is up; undefined when it ends before. */
  readonly line: Promise<string | undefined>;
  /** When it has ended, however it did. */
  readonly gone: Promise<void>;
  /** Resolves when it is gone. */
  kill(): Promise<void>;
  /** As the platform ends it, by SIGTERM; killed if it takes too long. */
  stop(): Promise<void>;
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const LONGEST_STOP_MS = 8_000;

const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));

export function startProcess({ script, args, env, preload, log }: Command): Process {
  const path = `${ROOT}node_modules/.bin:${dirname(process.execPath)}:/usr/bin:/bin`;
  const options = preload.map((url) => `--import=${url.href}`).join(" ");
  const errors = openSync(log, "a");
  const child = spawn(process.execPath, [script, ...args], {
    cwd: ROOT,
    env: { PATH: path, NODE_OPTIONS: options, ...env },
    stdio: ["ignore", "pipe", errors],
  });
  closeSync(errors);
  running.add(child);
  const gone = once(child, "close").then(() => void running.delete(child));
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<void> => {
    child.kill(signal);
    const impatience = setTimeout(() => child.kill("SIGKILL"), LONGEST_STOP_MS);
    await gone;
    clearTimeout(impatience);
  };
  return { line: firstLineOf(child, gone), gone, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}

async function firstLineOf(child: ChildProcess, gone: Promise<void>): Promise<string | undefined> {
  let said = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => void (said += text));
  while (!said.includes("\n")) {
    const data = new Promise<"data">((resolve) => child.stdout?.once("data", () => resolve("data")));
    if ((await Promise.race([data, gone])) === undefined) return undefined;
  }
  return said.slice(0, said.indexOf("\n"));
}
