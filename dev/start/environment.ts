/**
 * The environment in which the app is to run, from what the shell gave and what was started beside it. Nothing that
 * reaches beyond this machine gets through it without `--real`.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { formatFault } from "../../functions/config/fault.ts";
import { loadConfiguration } from "../../functions/config/load-configuration.ts";
import type { Variables } from "../../functions/config/variable.ts";
import type { Embedded } from "../embedded/embedded-parts.ts";
import { localEnvironment } from "../embedded/local-environment.ts";
import type { Teardown } from "../embedded/teardown.ts";
import { outsideOf } from "./outside.ts";
import type { StartOptions } from "./options.ts";

const DEMO_POLICY = fileURLToPath(new URL("../demo.yaml", import.meta.url));

export interface AppEnvironment {
  readonly variables: Variables;
  readonly notes: readonly string[];
}

/** @throws an Error with a sentence for each fault of policy and variables. */
export async function prepareEnvironment(
  options: Pick<StartOptions, "policy" | "real">,
  given: Variables,
  embedded: Pick<Embedded, "outbox" | "queueConnectionString" | "sqlite">,
  teardown: Teardown,
): Promise<AppEnvironment> {
  const { file, note } = policyFileOf(options.policy, given["LINEWATCH_POLICY"]);
  const text = await readPolicyText(file);
  const local = localEnvironment({ given, policyText: text, ...embedded });
  const variables: Record<string, string | undefined> = options.real
    ? { ...given, ...partsOf(embedded) }
    : { ...given, ...Object.fromEntries(local.unset.map((name) => [name, undefined])), ...local.set };
  variables["LINEWATCH_POLICY"] = file;
  refuseFaults(variables, text);
  if (options.real) return { variables, notes: note };
  if (local.policyText !== text) {
    variables["LINEWATCH_POLICY"] = await writeCopy(file, local.policyText, teardown);
  }
  refuseOutside(variables, local.policyText);
  return { variables, notes: [...note, ...local.notes] };
}

function policyFileOf(option: string | undefined, given: string | undefined) {
  if (option !== undefined) return { file: option, note: [] };
  if (given) return { file: resolve(given), note: [] };
  const note = ["No --policy given: using dev/demo.yaml (grace 5 s, groupWait 2 s, recovery 3 s)."];
  return { file: DEMO_POLICY, note };
}

async function readPolicyText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new Error(`The policy file ${file} cannot be read.`, { cause });
  }
}

function partsOf({
  queueConnectionString,
  sqlite,
}: Pick<Embedded, "queueConnectionString" | "sqlite">): Record<string, string> {
  return {
    ...(queueConnectionString === undefined ? {} : { AzureWebJobsStorage: queueConnectionString }),
    ...(sqlite === undefined ? {} : { LINEWATCH_SQLITE: sqlite }),
  };
}

/** Judged by the policy as it was written: faults then stand where the person finds them. */
function refuseFaults(variables: Variables, policyText: string): void {
  const loaded = loadConfiguration(variables, () => policyText);
  if (!("faults" in loaded)) return;
  throw new Error(["The configuration has faults:", ...loaded.faults.map(formatFault)].join("\n  "));
}

/** The last look before anything runs: whatever was overlooked before, nobody is paged. */
function refuseOutside(variables: Variables, policyText: string): void {
  const loaded = loadConfiguration(variables, () => policyText);
  const outside = "faults" in loaded ? ["configuration"] : outsideOf(loaded.config, loaded.policy);
  if (outside.length === 0) return;
  throw new Error(
    `Not started: what could not be kept on this machine without --real is ${outside.join(", ")}.`,
  );
}

/** The policy with the outbox in it, under its own name, for as long as the app runs. */
async function writeCopy(file: string, text: string, teardown: Teardown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "linewatch-policy-"));
  teardown.add(() => rm(folder, { recursive: true, force: true }));
  const copy = join(folder, basename(file));
  await writeFile(copy, text, { mode: 0o600 });
  return copy;
}
