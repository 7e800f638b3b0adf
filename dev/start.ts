/**
 * `npm start`: builds the bundle that would be deployed, starts the laptop's cloud beside it, and plays a
 * scenario through it. Needs no account, listens on loopback only, and can page nobody unless `--real` is given.
 */
import { runCommand } from "./run-command.ts";
import { readOptions } from "./start/options.ts";
import { printNote } from "./start/print.ts";
import { untilStopped } from "./until-stopped.ts";

await runCommand(readOptions(process.argv.slice(2)), async (options) => {
  const stopped = untilStopped();
  // Loaded only now: a wrong option is told at once.
  const { start } = await import("./start/start.ts");
  const running = await start(options);
  await stopped;
  printNote("Stopping: work in hand is finished or goes back to its queue.");
  await running.stop();
});
