/** From a template's text to its declarations. */
import type { Node } from "web-tree-sitter";
import { lineOf, namedParts, parse } from "./grammar.ts";
import { fieldOf, partAt, readExpression, readLoop, readObject } from "./read-expression.ts";
import type {
  Declaration,
  Decorator,
  ModuleDeclaration,
  Output,
  Parameter,
  ResourceDeclaration,
  Template,
  TemplateFunction,
} from "./template.ts";

export function readTemplate(text: string): Template {
  const statements = namedParts(parse(text));
  const all = <T>(type: string, read: (node: Node, decorators: readonly Decorator[]) => T): T[] =>
    statements.flatMap((node, at) =>
      node.type === type ? [read(node, readDecorators(statements[at - 1]))] : [],
    );
  const [scope = "resourceGroup"] = all("target_scope_assignment", (node) => wordsIn(partAt(node, 0)));
  return {
    scope,
    parameters: all("parameter_declaration", readParameter),
    variables: all("variable_declaration", (node, decorators) => ({
      ...declared(node, decorators),
      value: readExpression(partAt(node, 1)),
    })),
    functions: all("user_defined_function", readFunction),
    resources: all("resource_declaration", (node, decorators) => readResource(node, decorators)),
    modules: all("module_declaration", readModule),
    outputs: all("output_declaration", readOutput),
  };
}

/** Decorators are a statement of their own before what they decorate. */
function readDecorators(node: Node | undefined): Decorator[] {
  if (node?.type !== "decorators") return [];
  return namedParts(node).map((decorator) => {
    const call = readExpression(partAt(decorator, 0));
    if (call.kind !== "call") throw new Error(`Line ${lineOf(node)}: not a decorator: ${decorator.text}`);
    return { name: call.name, given: call.given };
  });
}

function declared(node: Node, decorators: readonly Decorator[]) {
  return { name: partAt(node, 0).text, line: lineOf(node), decorators };
}

function readParameter(node: Node, decorators: readonly Decorator[]): Parameter {
  const [, type, value] = namedParts(node);
  return {
    ...declared(node, decorators),
    type: type?.text ?? "",
    ...(value === undefined ? {} : { default: readExpression(value) }),
  };
}

function readOutput(node: Node, decorators: readonly Decorator[]): Output {
  const type = partAt(node, 1).text;
  return { ...declared(node, decorators), type, value: readExpression(partAt(node, 2)) };
}

function readFunction(node: Node, decorators: readonly Decorator[]): TemplateFunction {
  const [, parameters, , value] = namedParts(node);
  if (parameters === undefined || value === undefined)
    throw new Error(`Line ${lineOf(node)}: not a function.`);
  return {
    ...declared(node, decorators),
    parameters: namedParts(parameters).map((parameter) => partAt(parameter, 0).text),
    value: readExpression(value),
  };
}

function readModule(node: Node, decorators: readonly Decorator[]): ModuleDeclaration {
  return { ...readDeclaration(node, decorators), path: wordsIn(partAt(node, 1)) };
}

/** `around` is the type of the resource that this one stands in. */
function readResource(node: Node, decorators: readonly Decorator[], around?: string): ResourceDeclaration {
  const [ownType = "", apiVersion = ""] = wordsIn(partAt(node, 1)).split("@");
  const type = around === undefined ? ownType : `${around}/${ownType}`;
  const properties = namedParts(bodyOf(node)).filter((part) => part.type === "object_property");
  const inner = properties.flatMap((property) => {
    const resource = partAt(property, 0);
    return resource.type === "resource_declaration" ? [readResource(resource, [], type)] : [];
  });
  const existing = node.children.some((child) => child.type === "existing");
  return { ...readDeclaration(node, decorators), type, apiVersion, existing, inner };
}

function readDeclaration(node: Node, decorators: readonly Decorator[]): Declaration {
  const value = partAt(node, 2);
  const looped = value.type === "for_statement" ? fieldOf(value, "body") : value;
  return {
    ...declared(node, decorators),
    body: readObject(bodyOf(node)),
    ...(value.type === "for_statement" ? { loop: readLoop(value) } : {}),
    ...(looped.type === "if_statement" ? { condition: readExpression(partAt(looped, 0)) } : {}),
  };
}

/** The object at the end, behind loop and condition. */
function bodyOf(node: Node): Node {
  const value = partAt(node, 2);
  const looped = value.type === "for_statement" ? fieldOf(value, "body") : value;
  return looped.type === "if_statement" ? partAt(looped, 1) : looped;
}

function wordsIn(node: Node): string {
  const text = readExpression(node);
  if (text.kind !== "constant" || typeof text.value !== "string") {
    throw new Error(`Line ${lineOf(node)}: must be a plain string: ${node.text}`);
  }
  return text.value;
}
