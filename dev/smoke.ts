/** `npm run smoke -- --url … [--key K] [--receivers ops,oncall]`: follows a drill through a deployment, hop by hop. */
import { setTimeout as pause } from "node:timers/promises";

import { runCommand } from "./run-command.ts";
import { followDrill } from "./smoke/follow-drill.ts";
import { readSmokeOptions } from "./smoke/options.ts";

const clock = { now: () => Date.now(), pause: (ms: number) => pause(ms) };

await runCommand(readSmokeOptions(process.argv.slice(2), process.env), async ({ json, ...request }) => {
  const print = (line: string) => json || console.log(line);
  const outcome = await followDrill({ ...request, print, clock });
  if (json) console.log(JSON.stringify(outcome));
  if (!outcome.passed) process.exitCode = 1;
});
