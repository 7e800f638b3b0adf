/**
 * `npm run chaos`: the running product under a fleet's events, with apps that are killed and a store and providers that fail;
 * in the end everything that it shows and says is held against the truth. Exit code 1 when anything differs.
 */
import { readChaosOptions } from "./chaos/options.ts";
import { runCommand } from "./run-command.ts";

// Whatever it has started is ended with it.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

/** More differences than this say no more. */
const SHOWN = 50;

await runCommand(readChaosOptions(process.argv.slice(2)), async (options) => {
  const { runChaos } = await import("./chaos/run.ts");
  let differing = 0;
  for (const store of options.stores) {
    console.error(
      `Chaos on ${store}: ${options.events} events, ${options.kills} kills, seed ${options.seed}.`,
    );
    const { differences, figures, logs } = await runChaos(options, store);
    for (const [name, value] of figures) console.log(`${name.padEnd(16)} ${value}`);
    console.log(`${"differences".padEnd(16)} ${differences.length}\n`);
    for (const words of differences.slice(0, SHOWN)) console.log(`- ${words}`);
    if (logs !== undefined) console.log(`\nWhat was said and seen is in ${logs}.`);
    differing += differences.length;
  }
  if (differing > 0) throw new Error(`${differing} differences between the product and the truth.`);
});
