/**
 * Stands in for `az` and `azd` on the path of a hook: records each call, and answers from a scenario. A call that the
 * scenario does not know fails, so that no hook asks for what its test has not thought of. Loads nothing, because a hook
 * calls it many times.
 */
import { appendFileSync, existsSync, readFileSync, statSync } from "node:fs";

const [folder = "", program = "", ...args] = process.argv.slice(2);
const scenario = JSON.parse(readFileSync(`${folder}/scenario.json`, "utf8"));
const calls = `${folder}/calls.jsonl`;
const line = [program, ...args].join(" ");
const answered = Object.keys(scenario)
  .filter((start) => line.startsWith(start))
  .toSorted((one, other) => other.length - one.length)[0];
const answers = scenario[answered] ?? [{ stderr: `ERROR: the scenario does not know: ${line}\n` }];
const answer = answers[Math.min(earlierCalls(), answers.length - 1)];
appendFileSync(calls, `${JSON.stringify({ program, args, answered: answered ?? null, ...givenFile() })}\n`);
if (answer.stderr !== undefined) process.stderr.write(answer.stderr);
if (answer.json !== undefined) process.stdout.write(JSON.stringify(answer.json));
process.exitCode = answer.stderr === undefined ? 0 : 1;

function earlierCalls() {
  if (!existsSync(calls)) return 0;
  const lines = readFileSync(calls, "utf8").trimEnd().split("\n");
  return lines.filter((text) => JSON.parse(text).answered === answered).length;
}

/** What a file held that was given in place of a value, and who could read it. */
function givenFile() {
  const path = args[args.indexOf("--file") + 1];
  if (!args.includes("--file") || !existsSync(path)) return {};
  return { file: { path, text: readFileSync(path, "utf8"), mode: statSync(path).mode % 0o1000 } };
}
