/** Saves a value in azd's environment: it reads the environment anew after each hook, so provisioning sees it. */
import { HookFailure } from "../hook.ts";
import { runProgram } from "./program.ts";

export async function saveValue(environment: string, name: string, value: string): Promise<void> {
  const args = ["env", "set", name, value, "--environment", environment, "--no-prompt"];
  const ended = await runProgram({ file: "azd", args });
  if (ended === undefined) throw new HookFailure("azd is not on the path, though it started this hook.");
  if (ended.code === 0) return;
  const words = ended.stderr.trim() || ended.stdout.trim();
  throw new HookFailure(`azd could not save ${name} in its environment: ${words}`);
}
