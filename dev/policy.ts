/** `npm run policy -- check FILE`: every fault of a policy file with its line and column, or what the file says. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { isLocal } from "../functions/config/place.ts";
import { environment } from "../functions/config.ts";
import { readPolicy } from "../functions/config/policy-file/read-policy.ts";
import { describePolicy } from "./policy/describe-policy.ts";

const usage = "Usage: npm run policy -- check FILE";

/** Prints and gives the exit code: 0 valid, 1 faults or no file, 2 a call that makes no sense. */
function main(args: readonly string[]): number {
  const [command, file, ...rest] = args;
  if (command !== "check" || file === undefined || file.startsWith("-") || rest.length > 0) {
    console.error(usage);
    return 2;
  }
  return check(file);
}

function check(file: string): number {
  const text = readText(file);
  if (text === undefined) return 1;
  const env = environment();
  const read = readPolicy(text, env, { fileName: basename(file), allowLoopbackHttp: isLocal(env) });
  if ("faults" in read) {
    for (const { line, column, message, name } of read.faults)
      console.error(`${file}:${line}:${column} ${message} [${name}]`);
    return 1;
  }
  console.log(`${file} is valid.`);
  for (const line of describePolicy(read)) console.log(`  ${line}`);
  return 0;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const words =
      code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "this is a folder" : "cannot be read";
    console.error(`${file}: ${words}`);
    return undefined;
  }
}

process.exitCode = main(process.argv.slice(2));
