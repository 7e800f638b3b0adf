/** `npm run smoke -- --url … [--key K] [--receivers ops,oncall]`: follows a drill through a deployment, hop by hop. */
import { runCommand } from "./run-command.ts";
import { followDrill } from "./smoke/follow-drill.ts";
import { machineClock } from "./smoke/machine-clock.ts";
import { readSmokeOptions } from "./smoke/options.ts";

await runCommand(readSmokeOptions(process.argv.slice(2), process.env), async ({ json, ...request }) => {
  const print = (line: string): void => {
    if (!json) console.log(line);
  };
  const outcome = await followDrill({ ...request, print, clock: machineClock });
  if (json) console.log(JSON.stringify(outcome));
  if (!outcome.passed) process.exitCode = 1;
});
