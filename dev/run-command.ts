/** How a command of this folder runs and ends: what goes wrong is told in a sentence, and nothing keeps it alive. */

/** What may still be open after the last word: a connection kept alive, a request that nobody answers. */
const LINGER_MS = 200;

/**
 * Exit code 0 when `run` resolves, 1 with the error's message when it rejects, 2 with the sentence when the options are
 * one.
 */
export async function runCommand<Options>(
  options: Options | string,
  run: (options: Options) => Promise<void>,
): Promise<void> {
  if (typeof options === "string") {
    console.error(options);
    process.exitCode = 2;
    return;
  }
  try {
    await run(options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
  setTimeout(() => process.exit(), LINGER_MS).unref();
}
