/** An Azure CLI within this process, for what waits: answers by the beginning of a call, and records all of them. */
import type { Az } from "../../../../infra/hooks/cli/az.ts";
import { azErrorOf } from "../../../../infra/hooks/cli/az-error.ts";
import type { Answer } from "./scenario.ts";

export interface FakeAz extends Az {
  readonly lines: readonly string[];
}

/** `answer` is given the call's line, and how often one with the same words was made before. */
export function makeFakeAz(answer: (line: string, earlier: number) => Answer | Promise<Answer>): FakeAz {
  const lines: string[] = [];
  const call = async (args: readonly string[]): Promise<unknown> => {
    const line = args.join(" ");
    const words = line.split(" -")[0] ?? "";
    const earlier = lines.filter((one) => one.startsWith(words)).length;
    lines.push(line);
    const { json, stderr } = await answer(line, earlier);
    if (stderr !== undefined) throw azErrorOf(`az ${words}`, stderr);
    return json;
  };
  return {
    lines,
    read: async (args, schema) => schema.parse(await call(args)),
    run: async (args) => void (await call(args)),
  };
}
