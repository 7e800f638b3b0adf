/** Where a template's text would let a secret out: by a key that it asks for, an output, or a default. */
import { withParts } from "../template/expression.ts";
import type { Expression } from "../template/expression.ts";
import type { TemplateFiles } from "../template/files.ts";
import { decorator } from "../template/template.ts";
import type { Declaration, Parameter, ResourceDeclaration, Template } from "../template/template.ts";

/** As `file:line what`. */
export function writtenSecrets(files: TemplateFiles): string[] {
  return files.bicepPaths.flatMap((path) => {
    const template = files.template(path);
    const found = [...keysAskedFor(template), ...openParameters(template), ...secretOutputs(template)];
    return found.map(([line, what]) => `${path}:${line} ${what}`);
  });
}

type Finding = readonly [line: number, what: string];

/** By `listKeys()` and its likes, from a vault, as a member of a resource, or written out. */
function keysAskedFor(template: Template): Finding[] {
  return expressionsOf(template).flatMap((expression): Finding[] => {
    const { kind, line } = expression;
    if (kind === "call" && /^list[A-Z]|^getSecret$/.test(expression.name)) return [[line, expression.name]];
    if (kind === "member" && isKeyOfResource(expression)) return [[line, expression.name]];
    const isKey = /AccountKey=|SharedAccessKey|[?&]sig=/i.test(wordsIn(expression));
    return isKey ? [[line, "a key in a text"]] : [];
  });
}

/** Application Insights' opens nothing while it takes nobody but by Entra ID. */
const openToAll = new Set(["ConnectionString"]);

function isKeyOfResource({ of, name }: Extract<Expression, { kind: "member" }>): boolean {
  const isProperty = of.kind === "member" && of.name === "properties";
  return isProperty && /connectionString|key$/i.test(name) && !openToAll.has(name);
}

function wordsIn(expression: Expression): string {
  if (expression.kind === "constant") return String(expression.value);
  if (expression.kind !== "text") return "";
  return expression.parts.filter((part) => typeof part === "string").join("");
}

const secretName =
  /secret(?!s|Name|References)|password|(?:account|access|api|signing)key$|token$|phone|workflowUrl/i;
/** They sound like secrets and are none. */
const harmless = new Set(["token", "twilioApiKey", "linkSigningKeySecret"]);

function openParameters({ parameters }: Template): Finding[] {
  return parameters.flatMap((parameter): Finding[] => {
    const isSecure = decorator(parameter, "secure") !== undefined;
    if (isSecure && !hasEmptyDefault(parameter)) return [[parameter.line, `${parameter.name} has a default`]];
    const sounds = secretName.test(parameter.name) && !harmless.has(parameter.name);
    return sounds && !isSecure ? [[parameter.line, `${parameter.name} is not @secure()`]] : [];
  });
}

function hasEmptyDefault({ default: value }: Parameter): boolean {
  if (value === undefined) return true;
  if (value.kind === "object") return value.entries.length === 0;
  return value.kind === "constant" && value.value === "";
}

/** An output is kept in the deployment's history, for everybody who may read it. */
function secretOutputs({ outputs, parameters }: Template): Finding[] {
  const secure = new Set(parameters.filter((found) => decorator(found, "secure")).map(({ name }) => name));
  return outputs.flatMap(({ name, line, value }): Finding[] => {
    const leaks = [...withParts(value)].some((part) => part.kind === "symbol" && secure.has(part.name));
    return leaks ? [[line, `the output ${name} holds a secret`]] : [];
  });
}

function expressionsOf(template: Template): Expression[] {
  const ofResource = (resource: ResourceDeclaration): Expression[] => [
    ...partsOf(resource),
    ...resource.inner.flatMap(ofResource),
  ];
  const roots = [
    ...[...template.variables, ...template.outputs, ...template.functions].map(({ value }) => value),
    ...template.parameters.flatMap(({ default: value }) => value ?? []),
    ...template.modules.flatMap(partsOf),
    ...template.resources.flatMap(ofResource),
  ];
  return roots.flatMap((root) => [...withParts(root)]);
}

function partsOf({ body, condition, loop }: Declaration): Expression[] {
  return [body, ...(condition === undefined ? [] : [condition]), ...(loop === undefined ? [] : [loop.over])];
}
