/** What a bundle has registered while it loaded: its functions, its hooks, and the model that runs them. */
import type { Log } from "../log.ts";
import type {
  FunctionCallback,
  FunctionMetadata,
  HookCallback,
  ProgrammingModel,
  RegisteredFunction,
} from "./model.ts";

/** A bundle did what the Functions worker refuses while an app starts. */
class RegistrationError extends Error {
  override name = "RegistrationError";
}

export type FunctionsApp = {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  readonly log: Log;
  /** Shared by all hooks, as `appHookData`. */
  readonly hookData: Record<string, unknown>;
  programmingModel: ProgrammingModel | undefined;
  hooks(name: string): HookCallback[];
  /** Registers under the name, which must be new; refused once the app is locked. */
  register(metadata: FunctionMetadata, callback: FunctionCallback): void;
  unregister(name: string): void;
  /** The end of the start: later registrations throw, as in the worker. */
  lock(): void;
};

/** An empty app, to be filled by loading a bundle. */
export function makeFunctionsApp(log: Log): FunctionsApp {
  const functions = new Map<string, RegisteredFunction>();
  const hooks = new Map<string, HookCallback[]>();
  let locked = false;
  const assertOpen = (): void => {
    if (locked) {
      throw new RegistrationError("A function can only be registered or disposed of during app startup.");
    }
  };
  return {
    functions,
    log,
    hookData: {},
    programmingModel: undefined,
    hooks: (name) => hooks.get(name) ?? hooks.set(name, []).get(name) ?? [],
    register: (metadata, callback) => {
      assertOpen();
      if (functions.has(metadata.name)) {
        throw new RegistrationError(`A function named "${metadata.name}" has already been registered.`);
      }
      functions.set(metadata.name, { metadata, callback });
    },
    unregister: (name) => {
      assertOpen();
      functions.delete(name);
    },
    lock: () => {
      locked = true;
    },
  };
}
