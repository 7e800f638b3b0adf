/**
 * `npm start`: builds the bundle that would be deployed, starts the laptop's cloud beside it, and plays a
 * scenario through it. Needs no account, listens on loopback only, and can page nobody unless `--real` is given.
 */
import { start } from "./start/start.ts";
import { readOptions } from "./start/options.ts";
import { untilStopped } from "./until-stopped.ts";

const options = readOptions(process.argv.slice(2));
if (typeof options === "string") {
  console.error(options);
  process.exitCode = 2;
} else {
  const ends = untilStopped();
  try {
    const running = await start(options);
    await ends;
    await running.stop();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
