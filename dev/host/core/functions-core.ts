/**
 * The module `@azure/functions-core`, which in Azure the Node.js worker provides: what `@azure/functions` calls to
 * register functions and hooks. Everything it is told goes into the app that is loading.
 */
import type { LogEntry, LogLevel } from "../log.ts";
import type { FunctionsApp } from "./functions-app.ts";
import type { FunctionCallback, FunctionMetadata, HookCallback, ProgrammingModel } from "./model.ts";

type FunctionsCore = {
  readonly version: string;
  readonly hostVersion: string;
  readonly Disposable: typeof Disposable;
  registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable;
  registerHook(name: string, callback: HookCallback): Disposable;
  setProgrammingModel(model: ProgrammingModel): void;
  getProgrammingModel(): ProgrammingModel | undefined;
  log(level: LogLevel, category: LogEntry["category"], message: string): void;
};

/** Undoes a registration. */
class Disposable {
  readonly #undo: () => unknown;

  constructor(undo: () => unknown) {
    this.#undo = undo;
  }

  static from(...parts: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const part of parts) {
        part.dispose();
      }
    });
  }

  dispose(): unknown {
    return this.#undo();
  }
}

/**
 * `appBeingLoaded` is asked on every call: `@azure/functions` keeps the first module object it was given, while one
 * process may load several apps one after the other.
 */
export function makeFunctionsCore(appBeingLoaded: () => FunctionsApp): FunctionsCore {
  return {
    version: "3.0.0",
    hostVersion: "4.1000.0",
    Disposable,
    registerFunction: (metadata, callback) => {
      const app = appBeingLoaded();
      app.register(metadata, callback);
      return new Disposable(() => app.unregister(metadata.name));
    },
    registerHook: (name, callback) => registerHook(appBeingLoaded(), name, callback),
    setProgrammingModel: (model) => {
      appBeingLoaded().programmingModel = model;
    },
    getProgrammingModel: () => appBeingLoaded().programmingModel,
    log: (level, category, message) => appBeingLoaded().log({ level, category, message }),
  };
}

function registerHook(app: FunctionsApp, name: string, callback: HookCallback): Disposable {
  const hooks = app.hooks(name);
  hooks.push(callback);
  return new Disposable(() => {
    const at = hooks.indexOf(callback);
    if (at >= 0) {
      hooks.splice(at, 1);
    }
  });
}
