/** From the syntax tree to expressions. What the reader does not know is an error, with its line. */
import type { Node } from "web-tree-sitter";
import { attach, CHOICE_RANK, rankOf, SUFFIX_RANK } from "./attach.ts";
import type { Entry, Expression, Loop } from "./expression.ts";
import { lineOf, namedParts } from "./grammar.ts";
import { readString } from "./read-string.ts";

export function readExpression(node: Node): Expression {
  const line = lineOf(node);
  const parts = namedParts(node);
  switch (node.type) {
    case "string":
      return readText(node, line);
    case "number":
      return { kind: "constant", value: Number(node.text), line };
    case "boolean":
      return { kind: "constant", value: node.text === "true", line };
    case "null":
      return { kind: "constant", value: null, line };
    case "identifier":
      return { kind: "symbol", name: node.text, line };
    case "array":
      return { kind: "array", items: parts.map(readExpression), line };
    case "object":
      return readObject(node);
    case "for_statement":
      return { kind: "loop", ...readLoop(node), body: readExpression(fieldOf(node, "body")), line };
    case "parenthesized_expression":
      return { kind: "group", inner: readExpression(partAt(node, 0)), line };
    case "lambda_expression":
      return {
        kind: "lambda",
        parameters: lambdaParameters(partAt(node, 0)),
        body: readExpression(partAt(node, 1)),
        line,
      };
    case "unary_expression":
      return {
        kind: "unary",
        operator: fieldOf(node, "operator").text,
        operand: readExpression(fieldOf(node, "argument")),
        line,
      };
    default:
      return readOperation(node, line);
  }
}

/** What begins with another expression, which may have to be opened again. */
function readOperation(node: Node, line: number): Expression {
  const field = (name: string) => readExpression(fieldOf(node, name));
  const onSuffix = (build: (of: Expression) => Expression) => attach(field("object"), SUFFIX_RANK, build);
  switch (node.type) {
    case "member_expression": {
      const name = fieldOf(node, "property").text;
      return onSuffix((of) => ({ kind: "member", of, name, safe: has(node, ".?"), line }));
    }
    case "subscript_expression": {
      const at = field("index");
      return onSuffix((of) => ({ kind: "element", of, at, safe: has(node, "?"), line }));
    }
    case "resource_expression": {
      const name = fieldOf(node, "resource").text;
      return onSuffix((of) => ({ kind: "inner", of, name, line }));
    }
    case "call_expression":
      return readCall(node, line);
    case "binary_expression": {
      const operator = fieldOf(node, "operator").text;
      const right = field("right");
      return attach(field("left"), rankOf(operator), (left) => ({
        kind: "binary",
        operator,
        left,
        right,
        line,
      }));
    }
    case "ternary_expression": {
      const [yes, no] = [field("consequence"), field("alternative")];
      return attach(field("condition"), CHOICE_RANK, (condition) => ({
        kind: "choice",
        condition,
        yes,
        no,
        line,
      }));
    }
    default:
      throw new Error(`Line ${line}: the reader does not know ${node.type}: ${node.text}`);
  }
}

function readCall(node: Node, line: number): Expression {
  const given = namedParts(fieldOf(node, "arguments")).map(readExpression);
  return attach(readExpression(fieldOf(node, "function")), SUFFIX_RANK, (callee) => {
    if (callee.kind === "symbol") return { kind: "call", name: callee.name, given, line };
    if (callee.kind === "member") return { kind: "call", of: callee.of, name: callee.name, given, line };
    throw new Error(`Line ${line}: the reader does not know this call: ${node.text}`);
  });
}

function readText(node: Node, line: number): Expression {
  const parts = readString(node).map((part) => (typeof part === "string" ? part : readExpression(part)));
  const [only = ""] = parts;
  if (parts.length <= 1 && typeof only === "string") return { kind: "constant", value: only, line };
  return { kind: "text", parts, line };
}

/** Resources inside it are no part of its value: `read-template.ts` reads these. */
export function readObject(node: Node): Expression {
  const properties = namedParts(node).filter(({ type }) => type === "object_property");
  const entries = properties.flatMap((property): Entry[] => {
    const [key, value] = namedParts(property);
    return key === undefined || value === undefined
      ? []
      : [{ key: readKey(key), value: readExpression(value) }];
  });
  return { kind: "object", entries, line: lineOf(node) };
}

function readKey(node: Node): Expression {
  if (node.type === "string") return readExpression(node);
  return { kind: "constant", value: node.text, line: lineOf(node) };
}

export function readLoop(node: Node): Loop {
  const [first, over] = namedParts(node);
  if (first === undefined || over === undefined) throw new Error(`Line ${lineOf(node)}: not a loop.`);
  const [item = first, index] = namedParts(first);
  return {
    item: item.text,
    over: readExpression(over),
    ...(index === undefined ? {} : { index: index.text }),
  };
}

function lambdaParameters(node: Node): string[] {
  return node.type === "identifier" ? [node.text] : namedParts(node).map(({ text }) => text);
}

function has(node: Node, token: string): boolean {
  return node.children.some(({ type }) => type === token);
}

export function fieldOf(node: Node, name: string): Node {
  const field = node.childForFieldName(name);
  if (field === null) throw new Error(`Line ${lineOf(node)}: ${node.type} has no ${name}.`);
  return field;
}

export function partAt(node: Node, at: number): Node {
  const part = namedParts(node)[at];
  if (part === undefined) throw new Error(`Line ${lineOf(node)}: ${node.type} has no part ${at}.`);
  return part;
}
