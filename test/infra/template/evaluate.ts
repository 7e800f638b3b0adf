/** Works expressions out, as far as that can be done before a deployment. */
import type { Expression, Loop } from "./expression.ts";
import { arithmetic, isSame, isTrue } from "./operators.ts";
import { elementOf, innerOf, memberOf, unknown } from "./reach.ts";
import { isList, Lambda, textOf } from "./values.ts";
import type { Value } from "./values.ts";

/** What names and functions mean where an expression stands. */
export interface Scope {
  readonly symbol: (name: string) => Value;
  readonly call: (name: string, given: readonly Value[]) => Value;
}

export function evaluate(expression: Expression, scope: Scope): Value {
  const worth = (part: Expression): Value => evaluate(part, scope);
  switch (expression.kind) {
    case "constant":
      return expression.value;
    case "text":
      return expression.parts.map((part) => (typeof part === "string" ? part : textOf(worth(part)))).join("");
    case "array":
      return expression.items.map(worth);
    case "object":
      return Object.fromEntries(
        expression.entries.map(({ key, value }) => [textOf(worth(key)), worth(value)]),
      );
    case "symbol":
      return scope.symbol(expression.name);
    case "member":
      return memberOf(worth(expression.of), expression.name, expression);
    case "element":
      return elementOf(worth(expression.of), worth(expression.at), expression);
    case "inner":
      return innerOf(worth(expression.of), expression.name);
    case "call":
      if (expression.of !== undefined) return unknown(expression, `the method ${expression.name}()`);
      return scope.call(expression.name, expression.given.map(worth));
    case "unary":
      return expression.operator === "!"
        ? !isTrue(worth(expression.operand))
        : -Number(worth(expression.operand));
    case "binary":
      return binary(expression, worth);
    case "choice":
      return isTrue(worth(expression.condition)) ? worth(expression.yes) : worth(expression.no);
    case "lambda":
      return new Lambda((given) => {
        const named = expression.parameters.map((name, at): [string, Value] => [name, given[at] ?? null]);
        return evaluate(expression.body, withSymbols(scope, new Map(named)));
      });
    case "loop":
      return rounds(expression, scope).map((round) => evaluate(expression.body, round));
    case "group":
      return worth(expression.inner);
    default:
      return expression satisfies never;
  }
}

/** The scope of each round of a loop. */
export function rounds(loop: Loop, scope: Scope): Scope[] {
  const items = evaluate(loop.over, scope);
  if (!isList(items)) throw new Error(`Line ${loop.over.line}: a loop needs a list.`);
  return items.map((item, at) => {
    const named: [string, Value][] = [[loop.item, item]];
    if (loop.index !== undefined) named.push([loop.index, at]);
    return withSymbols(scope, new Map(named));
  });
}

export function withSymbols(scope: Scope, symbols: ReadonlyMap<string, Value>): Scope {
  return { ...scope, symbol: (name) => symbols.get(name) ?? (symbols.has(name) ? null : scope.symbol(name)) };
}

function binary(
  { operator, left, right, line }: Extract<Expression, { kind: "binary" }>,
  worth: (part: Expression) => Value,
): Value {
  switch (operator) {
    case "&&":
      return isTrue(worth(left)) && isTrue(worth(right));
    case "||":
      return isTrue(worth(left)) || isTrue(worth(right));
    case "??":
      return worth(left) ?? worth(right);
    case "==":
      return isSame(worth(left), worth(right));
    case "!=":
      return !isSame(worth(left), worth(right));
    case "=~":
      return textOf(worth(left)).toLowerCase() === textOf(worth(right)).toLowerCase();
    case "!~":
      return textOf(worth(left)).toLowerCase() !== textOf(worth(right)).toLowerCase();
    default:
      return arithmetic(operator, Number(worth(left)), Number(worth(right)), line);
  }
}
