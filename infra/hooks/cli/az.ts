/** The Azure CLI, signed in as whoever deploys: asked for JSON, which is read by a schema. */
import type * as z from "zod";

import type { Variables } from "../../../functions/config/variable.ts";
import { azCommand } from "./az-command.ts";
import { AzError, azErrorOf } from "./az-error.ts";
import { parseJson } from "./json-text.ts";
import { runProgram } from "./program.ts";

export interface Az {
  /** @throws AzError */
  read<T extends z.ZodType>(args: readonly string[], schema: T): Promise<z.infer<T>>;
  /** For what it does, not for what it says. @throws AzError */
  run(args: readonly string[]): Promise<void>;
}

export function makeAz(env: Variables): Az {
  const call = async (args: readonly string[]): Promise<string> => {
    const command = azCommand([...args, "--only-show-errors"], { platform: process.platform, env });
    const ended = command === undefined ? undefined : await runProgram(command);
    if (ended === undefined) throw new AzError("not-installed", "The Azure CLI (az) is not installed.");
    if (ended.code !== 0) throw azErrorOf(nameOf(args), ended.stderr);
    return ended.stdout;
  };
  return {
    read: async (args, schema) => {
      const answer = schema.safeParse(parseJson(await call([...args, "--output", "json"])));
      if (answer.success) return answer.data;
      throw new AzError(
        "other",
        `${nameOf(args)} gave an answer that is not as expected; is the CLI up to date (az upgrade)?`,
      );
    },
    run: async (args) => void (await call([...args, "--output", "none"])),
  };
}

/** Its words before the first option: options can hold names of other people's things. */
function nameOf(args: readonly string[]): string {
  const options = args.findIndex((arg) => arg.startsWith("-"));
  return ["az", ...args.slice(0, options === -1 ? undefined : options)].join(" ");
}
