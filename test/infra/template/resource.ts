/** A resource of a template, with the id that Azure would give it. */
import type { Place } from "./place.ts";
import { isFields, textOf } from "./values.ts";
import type { Fields, Value } from "./values.ts";

/** A resource as it would be deployed, or an `existing` one. Its parts are worked out when they are asked for. */
export class Resource {
  readonly symbol: string;
  readonly type: string;
  readonly apiVersion: string;
  readonly existing: boolean;
  readonly at: Place;
  readonly inner: ReadonlyMap<string, () => Value>;
  readonly #isDeployed: () => boolean;
  readonly #body: () => Fields;
  readonly #around: Resource | undefined;

  constructor(facts: ResourceFacts) {
    this.symbol = facts.symbol;
    this.type = facts.type;
    this.apiVersion = facts.apiVersion;
    this.existing = facts.existing;
    this.at = facts.at;
    this.inner = facts.inner;
    this.#isDeployed = facts.isDeployed;
    this.#body = facts.body;
    this.#around = facts.around;
  }

  get isDeployed(): boolean {
    return this.#isDeployed() && (this.#around?.isDeployed ?? true);
  }

  /** With `name`, `parent`, `scope` and `dependsOn` as they are written. */
  get body(): Fields {
    return this.#body();
  }

  get parent(): Resource | undefined {
    const { parent } = this.body;
    return parent instanceof Resource ? parent : this.#around;
  }

  /** Its own name, without its parents'. */
  get name(): string {
    return textOf(this.body["name"] ?? null);
  }

  get fullName(): string {
    return this.parent === undefined ? this.name : `${this.parent.fullName}/${this.name}`;
  }

  /** What it belongs to: a resource group, a subscription, or the resource that it extends. */
  get scope(): Resource | string {
    const { scope } = this.body;
    if (scope instanceof Resource) return scope;
    if (isFields(scope)) return textOf(scope["id"] ?? null);
    return this.parent?.scope ?? this.at.scope;
  }

  get id(): string {
    const scope = this.scope instanceof Resource ? this.scope.id : this.scope;
    return idIn(scope, this.type, this.fullName);
  }
}

export interface ResourceFacts {
  readonly symbol: string;
  readonly type: string;
  readonly apiVersion: string;
  readonly existing: boolean;
  readonly at: Place;
  readonly inner: ReadonlyMap<string, () => Value>;
  readonly isDeployed: () => boolean;
  readonly body: () => Fields;
  /** The resource in whose braces this one stands. */
  readonly around?: Resource | undefined;
}

/** A resource's id: types and names take turns behind the scope. */
export function idIn(scope: string, type: string, fullName: string): string {
  if (type.toLowerCase() === "microsoft.resources/resourcegroups")
    return `${scope}/resourceGroups/${fullName}`;
  const [namespace = "", ...types] = type.split("/");
  const names = fullName.split("/");
  return [scope, "providers", namespace, ...types.flatMap((part, at) => [part, names[at] ?? ""])].join("/");
}
