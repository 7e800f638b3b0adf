/** From declarations to resources and modules: one for each round of a loop, worked out when somebody asks. */
import { posix } from "node:path";
import { evaluate, rounds } from "./evaluate.ts";
import type { Scope } from "./evaluate.ts";
import { once } from "./once.ts";
import { isTrue } from "./operators.ts";
import type { Place } from "./place.ts";
import { Resource } from "./resource.ts";
import { scopeIdOf } from "./surroundings.ts";
import type { Declaration, ModuleDeclaration, ResourceDeclaration } from "./template.ts";
import { isFields, isList, Module } from "./values.ts";
import type { Deployment, Fields, Value } from "./values.ts";

/** A resource, or with a loop a list of them. */
export function placeResource(
  declaration: ResourceDeclaration,
  scope: Scope,
  place: Place,
  around?: Resource,
): Value {
  return perRound(declaration, scope, (round) => {
    const inner = new Map<string, () => Value>();
    const resource = new Resource({
      ...declaration,
      symbol: declaration.name,
      at: { ...place, line: declaration.line },
      around,
      inner,
      isDeployed: conditionOf(declaration, round),
      body: bodyOf(declaration, round, place),
    });
    for (const part of declaration.inner) {
      const placed = once(() => placeResource(part, round, place, resource));
      inner.set(part.name, placed);
    }
    return resource;
  });
}

/** A module, or with a loop a list of them. `call` deploys the file that it calls. */
export function placeModule(
  declaration: ModuleDeclaration,
  scope: Scope,
  place: Place,
  call: (parameters: Fields, place: Place) => Deployment,
): Value {
  const file = posix.join(posix.dirname(place.file), declaration.path);
  return perRound(declaration, scope, (round) => {
    const at = { ...place, line: declaration.line };
    const body = bodyOf(declaration, round, place);
    const deployment = once(() => {
      const { params = {}, scope: to } = body();
      if (!isFields(params)) throw new Error(`${place.file}:${at.line} needs an object of parameters.`);
      const inside = to instanceof Resource ? to.id : (scopeIdOf(to) ?? place.scope);
      return call(params, { file, line: 1, path: [...place.path, declaration.name], scope: inside });
    });
    return new Module(declaration.name, file, at, {
      isDeployed: conditionOf(declaration, round),
      body,
      deployment,
    });
  });
}

/** The resource, and those declared inside it. */
export function withInner(resource: Resource): Resource[] {
  const inner = [...resource.inner.values()].flatMap((work) => eachOf(work()));
  return [resource, ...inner.flatMap((placed) => (placed instanceof Resource ? withInner(placed) : []))];
}

/** Of a loop each one. */
export function eachOf(placed: Value): readonly Value[] {
  return isList(placed) ? placed.flatMap(eachOf) : [placed];
}

/** Says in which file something went wrong. */
export function inFile<T>({ file }: Place, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && !error.message.includes(".bicep"))
      error.message = `${file}: ${error.message}`;
    throw error;
  }
}

function perRound({ loop }: Declaration, scope: Scope, place: (round: Scope) => Value): Value {
  return loop === undefined ? place(scope) : rounds(loop, scope).map(place);
}

function conditionOf({ condition }: Declaration, round: Scope): () => boolean {
  return once(() => condition === undefined || isTrue(evaluate(condition, round)));
}

function bodyOf(declaration: Declaration, round: Scope, place: Place): () => Fields {
  return once(() => {
    const body = inFile(place, () => evaluate(declaration.body, round));
    if (!isFields(body)) throw new Error(`${place.file}:${declaration.line} needs an object.`);
    return body;
  });
}
