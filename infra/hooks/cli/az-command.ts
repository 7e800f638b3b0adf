/**
 * How the Azure CLI is called. On Windows it is a batch file, which only the command interpreter runs: there every argument
 * is quoted, and one that the interpreter could take for more than text is refused.
 */
import { existsSync } from "node:fs";
import { win32 } from "node:path";

import type { Variables } from "../../../functions/config/variable.ts";
import { HookFailure } from "../hook.ts";
import type { Command } from "./program.ts";

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Variables;
  readonly exists?: (path: string) => boolean;
}

/** Within quotes these are text. Not among them: `"` ends the quotes, and `%` reads a variable even inside. */
const PLAIN_TEXT = /^[\p{L}\p{N}\\ /:;.,=@?~+_(){}[\]*#'-]*$/u;

/** @returns undefined where Windows has no `az.cmd` on its path. Elsewhere that shows when it is run. */
export function azCommand(args: readonly string[], machine: Machine): Command | undefined {
  if (machine.platform !== "win32") return { file: "az", args };
  const batchFile = findBatchFile(machine);
  if (batchFile === undefined) return undefined;
  const line = [batchFile, ...args].map(quoted).join(" ");
  const interpreter = machine.env["ComSpec"] ?? "cmd.exe";
  return { file: interpreter, args: ["/d", "/s", "/c", `"${line}"`], verbatim: true };
}

function quoted(argument: string): string {
  if (PLAIN_TEXT.test(argument)) return `"${argument}"`;
  throw new HookFailure(
    `The Azure CLI cannot be given “${argument}” on Windows: leave out its special characters.`,
  );
}

/** By its whole path: by its name alone, one that lies in the working folder would be taken. */
function findBatchFile({ env, exists = existsSync }: Machine): string | undefined {
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(";").filter((folder) => win32.isAbsolute(folder));
  return folders.map((folder) => win32.join(folder, "az.cmd")).find((path) => exists(path));
}
