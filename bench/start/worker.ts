/**
 * What the Functions worker does with an app until its first event is decided: provides `@azure/functions-core`,
 * loads the bundle, hands one message to the function of the queue `events`, and says that it is done.
 *
 * Bundled before it is measured: it must not cost the reading of TypeScript. `node worker.mjs BUNDLE BODY`.
 */
import { loadBundle } from "../../dev/host/core/load-bundle.ts";
import { makeInvoke } from "../../dev/host/core/invoke.ts";

const [bundle = "", text = ""] = process.argv.slice(2);
const app = await loadBundle(bundle, () => {});
const registered = app.functions.get("events");
const [bindingName] = Object.keys(registered?.metadata.bindings ?? {});
if (registered === undefined || bindingName === undefined)
  throw new Error("the bundle has no function `events`");
await makeInvoke(app, registered)({ bindingName, value: { string: text } });
process.send?.("decided", () => process.exit());
