/** What stands behind a `.`, a `[…]` or a `::`; of a resource often only what a deployment will know. */
import type { Expression } from "./expression.ts";
import { Resource } from "./resource.ts";
import { isFields, isList, Module, Runtime, textOf } from "./values.ts";
import type { Value } from "./values.ts";

type Reach = Extract<Expression, { kind: "member" | "element" }>;

export function memberOf(of: Value, name: string, reach: Reach): Value {
  if (of instanceof Resource) return resourceMember(of, name);
  if (of instanceof Module) return moduleMember(of, name, reach);
  if (of instanceof Runtime) return new Runtime(of.of, [...of.path, name]);
  const found = isFields(of) && Object.hasOwn(of, name) ? of[name] : undefined;
  if (found !== undefined) return found;
  if (reach.safe || (of === null && isSafe(reach.of))) return null;
  return unknown(reach, `the member ${name}`);
}

/** After one `.?` what follows is safe too. */
function isSafe(expression: Expression): boolean {
  return (
    (expression.kind === "member" || expression.kind === "element") &&
    (expression.safe || isSafe(expression.of))
  );
}

function resourceMember(resource: Resource, name: string): Value {
  if (name === "id" || name === "name" || name === "type" || name === "apiVersion") return resource[name];
  const isWritten = name === "location" || name === "tags";
  return (isWritten ? resource.body[name] : undefined) ?? new Runtime(resource, [name]);
}

/** `outputs` is itself nothing yet: the next member asks for one of them. */
function moduleMember(module: Module, name: string, reach: Reach): Value {
  if (name === "outputs") return module.deployment.outputs;
  return name === "name" ? (module.body["name"] ?? null) : unknown(reach, `a module's ${name}`);
}

export function elementOf(of: Value, at: Value, reach: Reach): Value {
  if (isList(of) && typeof at === "number") {
    const found = of[at];
    return found ?? (reach.safe || at < of.length ? null : unknown(reach, `the element ${at}`));
  }
  return memberOf(of, textOf(at), reach);
}

export function innerOf(of: Value, name: string): Value {
  const inner = of instanceof Resource ? of.inner.get(name) : undefined;
  if (inner === undefined) throw new Error(`There is no resource ${name} inside that one.`);
  return inner();
}

export function unknown({ line }: Expression, what: string): never {
  throw new Error(`Line ${line}: ${what} is not known before a deployment.`);
}
