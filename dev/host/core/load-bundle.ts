/** Loads a Functions bundle into this process and collects what it registers, up to the end of its start hooks. */
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { type Log, reasonOf } from "../log.ts";
import { type FunctionsApp, makeFunctionsApp } from "./functions-app.ts";
import { runHooks } from "./hooks.ts";
import { provideCoreTo } from "./provide-core.ts";

/** The bundle threw while it was loaded, or needs what the runner does not have; `cause` says which. */
export class BundleLoadError extends Error {
  override name = "BundleLoadError";
}

let loads = 0;
let loading: Promise<unknown> = Promise.resolve();

/**
 * Imports the `.mjs` afresh, also when this process has loaded it before. A path is relative to the working directory.
 * One load waits for the other: what is registered meanwhile belongs to the app that loads.
 */
export function loadBundle(bundle: URL | string, log: Log): Promise<FunctionsApp> {
  const load = (): Promise<FunctionsApp> => loadNow(bundle, log);
  const loaded = loading.then(load, load);
  loading = loaded;
  return loaded;
}

async function loadNow(bundle: URL | string, log: Log): Promise<FunctionsApp> {
  const url = bundle instanceof URL ? new URL(bundle) : pathToFileURL(resolve(bundle));
  const file = fileURLToPath(url);
  const app = makeFunctionsApp(log);
  provideCoreTo(app);
  loads += 1;
  url.searchParams.set("load", String(loads));
  try {
    await import(url.href);
    app.lock();
    await refuseStreaming(app);
    await runHooks(app, "appStart", {
      hookData: {},
      appHookData: app.hookData,
      functionAppDirectory: dirname(file),
    });
  } catch (cause) {
    throw new BundleLoadError(`The bundle ${file} could not be loaded: ${reasonOf(cause)}`, { cause });
  }
  return app;
}

/** A bundle that streams HTTP waits for requests on a port of its own and would hang here without a word. */
async function refuseStreaming(app: FunctionsApp): Promise<void> {
  const capabilities = await app.programmingModel?.getCapabilities?.({});
  if (capabilities?.["HttpUri"] !== undefined) {
    throw new Error("HTTP streaming (enableHttpStream) is not supported by the local runner.");
  }
}
