/** What operators make of values. */
import { Runtime, textOf } from "./values.ts";
import type { Value } from "./values.ts";

export function isTrue(value: Value): boolean {
  if (typeof value === "boolean") return value;
  throw new Error(`A condition must be true or false before a deployment, and is ${textOf(value)}.`);
}

export function arithmetic(operator: string, left: number, right: number, line: number): Value {
  const results: Readonly<Record<string, Value>> = {
    "+": left + right,
    "-": left - right,
    "*": left * right,
    "/": Math.trunc(left / right),
    "%": left % right,
    "<": left < right,
    "<=": left <= right,
    ">": left > right,
    ">=": left >= right,
  };
  const result = results[operator];
  if (result === undefined || Number.isNaN(result))
    throw new Error(`Line ${line}: ${operator} needs two numbers.`);
  return result;
}

export function isSame(left: Value, right: Value): boolean {
  if (left instanceof Runtime || right instanceof Runtime) {
    throw new Error("What only a deployment knows cannot be compared before it.");
  }
  return JSON.stringify(left) === JSON.stringify(right);
}
