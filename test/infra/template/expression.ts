/** What stands to the right of a `:` or `=` in a template. */

export type Expression = Form & { readonly line: number };

type Form =
  | { readonly kind: "constant"; readonly value: string | number | boolean | null }
  /** A string with `${…}` in it. */
  | { readonly kind: "text"; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: "array"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly entries: readonly Entry[] }
  | { readonly kind: "symbol"; readonly name: string }
  /** `of.name`; with `safe`, `of.?name`: null where there is none. */
  | { readonly kind: "member"; readonly of: Expression; readonly name: string; readonly safe: boolean }
  | { readonly kind: "element"; readonly of: Expression; readonly at: Expression; readonly safe: boolean }
  /** `of::name`: a resource declared inside another one. */
  | { readonly kind: "inner"; readonly of: Expression; readonly name: string }
  /** `name(…)`, or a method: `of.name(…)`. */
  | { readonly kind: "call"; readonly of?: Expression; readonly name: string; readonly given: Expressions }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "choice";
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
  | { readonly kind: "lambda"; readonly parameters: readonly string[]; readonly body: Expression }
  | ({ readonly kind: "loop"; readonly body: Expression } & Loop)
  /** What stands in parentheses. */
  | { readonly kind: "group"; readonly inner: Expression };

export type Expressions = readonly Expression[];

export interface Entry {
  readonly key: Expression;
  readonly value: Expression;
}

/** `for item in over`, or `for (item, index) in over`. */
export interface Loop {
  readonly item: string;
  readonly index?: string;
  readonly over: Expression;
}

/** The expression and everything in it. */
export function* withParts(expression: Expression): Generator<Expression> {
  yield expression;
  for (const part of partsOf(expression)) yield* withParts(part);
}

function partsOf(expression: Expression): Expressions {
  switch (expression.kind) {
    case "constant":
    case "symbol":
      return [];
    case "text":
      return expression.parts.filter((part) => typeof part !== "string");
    case "array":
      return expression.items;
    case "object":
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case "member":
    case "inner":
      return [expression.of];
    case "element":
      return [expression.of, expression.at];
    case "call":
      return expression.of === undefined ? expression.given : [expression.of, ...expression.given];
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "choice":
      return [expression.condition, expression.yes, expression.no];
    case "lambda":
      return [expression.body];
    case "loop":
      return [expression.over, expression.body];
    case "group":
      return [expression.inner];
    default:
      return expression satisfies never;
  }
}
