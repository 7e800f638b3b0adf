/** What all hooks have in common: what goes wrong is told in sentences, and ends azd's run with exit code 1. */

/** A hook ends with it when it has said everything, one sentence a line. */
export class HookFailure extends Error {
  override readonly name = "HookFailure";
}

export async function runHook(hook: () => Promise<void>): Promise<void> {
  try {
    await hook();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
