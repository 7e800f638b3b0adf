/** Runs another program to its end, without a shell in which an argument could become a command. */
import { spawn } from "node:child_process";
import { once } from "node:events";

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** The arguments are quoted already, as Windows' command interpreter wants them. */
  readonly verbatim?: boolean;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @returns undefined where there is no such program. */
export async function runProgram({ file, args, verbatim = false }: Command): Promise<Ended | undefined> {
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], windowsVerbatimArguments: verbatim });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => void (said[name] += text));
  }
  try {
    const [code] = await once(child, "close");
    return { code: typeof code === "number" ? code : null, ...said };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
