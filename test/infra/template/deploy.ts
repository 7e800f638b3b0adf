/**
 * Works a template out for given parameters, through all modules that it calls: which resources there would be, and
 * what would stand in them.
 */
import { evaluate, withSymbols } from "./evaluate.ts";
import type { Scope } from "./evaluate.ts";
import type { TemplateFiles } from "./files.ts";
import { once } from "./once.ts";
import type { Place } from "./place.ts";
import { SUBSCRIPTION } from "./place.ts";
import { eachOf, inFile, placeModule, placeResource, withInner } from "./placing.ts";
import { Resource } from "./resource.ts";
import { callFrom } from "./surroundings.ts";
import type { Parameter, Template } from "./template.ts";
import { Module } from "./values.ts";
import type { Deployment, Fields, Value } from "./values.ts";

/** What `main.bicep` makes of the parameters. */
export function deploy(files: TemplateFiles, parameters: Fields): Deployment {
  return deployFile(files, parameters, { file: "main.bicep", line: 1, path: [], scope: SUBSCRIPTION });
}

function deployFile(files: TemplateFiles, parameters: Fields, place: Place): Deployment {
  const template = files.template(place.file);
  refuseWrong(template, parameters, place);
  const scope = scopeOf(template, parameters, place, files);
  const own = [...template.resources, ...template.modules].flatMap(({ name }) => eachOf(scope.symbol(name)));
  const resources = own.flatMap((placed) => (placed instanceof Resource ? withInner(placed) : []));
  const modules = own.filter((placed) => placed instanceof Module).filter(({ isDeployed }) => isDeployed);
  const output = (name: string): Value => {
    const found = template.outputs.find((output) => output.name === name);
    if (found === undefined) throw new Error(`${place.file} has no output ${name}.`);
    return inFile(place, () => evaluate(found.value, scope));
  };
  return {
    resources: [
      ...resources.filter(({ isDeployed }) => isDeployed),
      ...modules.flatMap(({ deployment }) => deployment.resources),
    ],
    modules: modules.flatMap((module) => [module, ...module.deployment.modules]),
    output,
    get outputs() {
      return Object.fromEntries(template.outputs.map(({ name }) => [name, output(name)]));
    },
  };
}

/** What the template's own names mean, each worked out when it is first asked for. */
function scopeOf(template: Template, parameters: Fields, place: Place, files: TemplateFiles): Scope {
  const symbols = new Map<string, () => Value>();
  const scope: Scope = {
    symbol: (name) => {
      const work = symbols.get(name);
      if (work === undefined) throw new Error(`${place.file}: there is nothing called ${name}.`);
      return work();
    },
    call: (name, given) => {
      const own = template.functions.find((found) => found.name === name);
      if (own === undefined) return callFrom(place, files, name, given);
      const named = own.parameters.map((parameter, at): [string, Value] => [parameter, given[at] ?? null]);
      return evaluate(own.value, withSymbols(scope, new Map(named)));
    },
  };
  const define = (name: string, work: () => Value): void => {
    const inItsFile = once(() => inFile(place, work));
    symbols.set(name, inItsFile);
  };
  const call = (given: Fields, to: Place): Deployment => deployFile(files, given, to);
  for (const parameter of template.parameters)
    define(parameter.name, () => valueOf(parameter, parameters, scope));
  for (const { name, value } of template.variables) define(name, () => evaluate(value, scope));
  for (const resource of template.resources)
    define(resource.name, () => placeResource(resource, scope, place));
  for (const module of template.modules) define(module.name, () => placeModule(module, scope, place, call));
  return scope;
}

function valueOf({ name, default: otherwise }: Parameter, given: Fields, scope: Scope): Value {
  const value = given[name];
  if (value !== undefined) return value;
  return otherwise === undefined ? null : evaluate(otherwise, scope);
}

/** A parameter that the template does not have, or one that it needs and is not given. */
function refuseWrong({ parameters }: Template, given: Fields, { file }: Place): void {
  const unknown = Object.keys(given).filter((name) => !parameters.some((known) => known.name === name));
  if (unknown.length > 0) throw new Error(`${file} has no parameter ${unknown.join(", ")}.`);
  const needed = parameters.filter(
    ({ type, default: otherwise }) => otherwise === undefined && !type.endsWith("?"),
  );
  const lacking = needed.filter(({ name }) => given[name] === undefined).map(({ name }) => name);
  if (lacking.length > 0) throw new Error(`${file} needs ${lacking.join(", ")}.`);
}
