/** Runs a hook as azd does, as a process of its own, with stand-ins for `az` and `azd` on its path. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { callsOf } from "./scenario.ts";
import type { Call, Scenario } from "./scenario.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const FAKE_CLI = fileURLToPath(new URL("fake-cli.mjs", import.meta.url));

export interface Workshop {
  /** Where hooks run: it has a policy file, the shipped one at first. */
  readonly project: string;
  /** What the stand-ins answer from now on. */
  answer(scenario: Scenario): void;
  run(hook: string, env?: Readonly<Record<string, string>>): Promise<HookRun>;
  remove(): void;
}

export interface HookRun {
  readonly code: number | null;
  /** Everything it said. */
  readonly said: string;
  readonly calls: readonly Call[];
  /** The calls as lines, without what every call has. */
  readonly lines: readonly string[];
}

/** `programs`: which of the stand-ins are installed. */
export function makeWorkshop(programs: readonly string[] = ["az", "azd"]): Workshop {
  const folder = mkdtempSync(join(tmpdir(), "linewatch-hooks-"));
  const [bin, project] = [join(folder, "bin"), join(folder, "project")];
  mkdirSync(bin);
  mkdirSync(project);
  copyFileSync(join(ROOT, "linewatch.yaml"), join(project, "linewatch.yaml"));
  for (const program of programs) {
    const file = join(bin, program);
    writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${FAKE_CLI}" "${folder}" ${program} "$@"\n`);
    chmodSync(file, 0o755);
  }
  return {
    project,
    answer: (scenario) => writeFileSync(join(folder, "scenario.json"), JSON.stringify(scenario)),
    run: async (hook, env = {}) => {
      rmSync(join(folder, "calls.jsonl"), { force: true });
      const ended = await runScript(join(ROOT, "infra/hooks", `${hook}.ts`), project, {
        PATH: `${bin}:/usr/bin:/bin`,
        ...env,
      });
      const calls = callsOf(folder);
      return { ...ended, calls, lines: calls.map(lineOf) };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function runScript(script: string, cwd: string, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [script], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => void (said += text));
  }
  const [code] = await once(child, "close");
  return { code: typeof code === "number" ? code : null, said };
}

function lineOf({ program, args }: Call): string {
  return [program, ...args].join(" ").replace(/ --output (?:json|none)| --only-show-errors/g, "");
}
