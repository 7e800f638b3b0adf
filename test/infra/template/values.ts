/** What expressions are worth: JSON's values, and what a template speaks of beside them. */
import type { Place } from "./place.ts";
import type { Resource } from "./resource.ts";

export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | Fields
  | Runtime
  | Lambda
  | Resource
  | Module;

export interface Fields {
  readonly [name: string]: Value;
}

/** Something that only a deployment knows, such as the id that a new identity gets. */
export class Runtime {
  readonly of: Resource;
  readonly path: readonly string[];

  constructor(of: Resource, path: readonly string[]) {
    this.of = of;
    this.path = path;
  }

  toString(): string {
    return `<${[this.of.fullName, ...this.path].join(".")}>`;
  }
}

export class Lambda {
  readonly apply: (given: readonly Value[]) => Value;

  constructor(apply: (given: readonly Value[]) => Value) {
    this.apply = apply;
  }
}

/** A call of another template. */
export class Module {
  readonly symbol: string;
  /** The file that it calls. */
  readonly file: string;
  readonly at: Place;
  readonly #parts: ModuleParts;

  constructor(symbol: string, file: string, at: Place, parts: ModuleParts) {
    this.symbol = symbol;
    this.file = file;
    this.at = at;
    this.#parts = parts;
  }

  get isDeployed(): boolean {
    return this.#parts.isDeployed();
  }

  get body(): Fields {
    return this.#parts.body();
  }

  get deployment(): Deployment {
    return this.#parts.deployment();
  }
}

export interface ModuleParts {
  readonly isDeployed: () => boolean;
  readonly body: () => Fields;
  readonly deployment: () => Deployment;
}

/** One template with its parameters' values. */
export interface Deployment {
  /** Its own and its modules' resources, without those whose condition does not hold. */
  readonly resources: readonly Resource[];
  /** Its own modules and theirs, likewise. */
  readonly modules: readonly Module[];
  readonly output: (name: string) => Value;
  readonly outputs: Fields;
}

export function isFields(value: Value | undefined): value is Fields {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** As in a string's `${…}`. */
export function textOf(value: Value): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || value instanceof Runtime) return String(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value === null) return "";
  if (isFields(value) || isList(value)) return JSON.stringify(value);
  throw new Error("A resource, a module or a lambda is no text.");
}
