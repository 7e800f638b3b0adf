/**
 * Makes `require("@azure/functions-core")` work in this process, in the same way as the Node.js worker: no such package
 * exists, so `Module.prototype.require` is intercepted. One process has one interception and one app being loaded.
 */
import { Module } from "node:module";

import type { FunctionsApp } from "./functions-app.ts";
import { makeFunctionsCore } from "./functions-core.ts";
import type { ProgrammingModel } from "./model.ts";

const moduleName = "@azure/functions-core";

let current: FunctionsApp | undefined;
let lastModel: ProgrammingModel | undefined;
let installed = false;

/**
 * From now on what `@azure/functions` registers goes to `app`. A second bundle in the process may share the copy of
 * `@azure/functions` that has already told its model, so the app falls back to the last one told.
 */
export function provideCoreTo(app: FunctionsApp): void {
  lastModel = current?.programmingModel ?? lastModel;
  app.programmingModel = lastModel;
  current = app;
  if (!installed) {
    installed = true;
    interceptRequire();
  }
}

function interceptRequire(): void {
  const core = makeFunctionsCore(appBeingLoaded);
  const original: unknown = Reflect.get(Module.prototype, "require");
  if (typeof original !== "function") {
    throw new TypeError("This Node.js has no Module.prototype.require to intercept.");
  }
  const intercepted = new Proxy(original, {
    apply: (target, module, args: unknown[]) =>
      args[0] === moduleName ? core : Reflect.apply(target, module, args),
  });
  Reflect.set(Module.prototype, "require", intercepted);
}

function appBeingLoaded(): FunctionsApp {
  if (current === undefined) {
    throw new Error(`${moduleName} was called before an app was loaded.`);
  }
  return current;
}
