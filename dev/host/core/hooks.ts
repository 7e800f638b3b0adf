/** Runs the hooks that a bundle has registered, in order; one that throws stops what it hooks into. */
import type { FunctionsApp } from "./functions-app.ts";

/** The context is shared: what a hook changes in it is seen by the next one and by the caller. */
export async function runHooks(app: FunctionsApp, name: string, context: object): Promise<void> {
  for (const hook of app.hooks(name)) {
    await hook(context);
  }
}
