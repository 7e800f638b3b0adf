/**
 * Puts an operator where it belongs. The grammar binds `.`, `[…]` and calls looser than operators: it reads `!a.b` as
 * `(!a).b` and `a && b.c == d` as `(a && b.c) == d`. So what is already read is opened again from the right.
 */
import type { Expression } from "./expression.ts";

const ranks = new Map([
  ["??", 1],
  ["||", 2],
  ["&&", 3],
  ...["==", "!=", "=~", "!~"].map((operator): [string, number] => [operator, 4]),
  ...["<", "<=", ">", ">="].map((operator): [string, number] => [operator, 5]),
  ...["+", "-"].map((operator): [string, number] => [operator, 6]),
  ...["*", "/", "%"].map((operator): [string, number] => [operator, 7]),
]);

export const CHOICE_RANK = 0;
const UNARY_RANK = 8;
/** Of what follows a value directly: a member, an element, a call. */
export const SUFFIX_RANK = 9;

export function rankOf(operator: string): number {
  const rank = ranks.get(operator);
  if (rank === undefined) throw new Error(`The reader does not know the operator ${operator}.`);
  return rank;
}

/** `build` gets the operand at the right end of `left` that an operator of this rank takes. */
export function attach(
  left: Expression,
  rank: number,
  build: (operand: Expression) => Expression,
): Expression {
  const inside = (part: Expression): Expression => attach(part, rank, build);
  if (left.kind === "lambda") return { ...left, body: inside(left.body) };
  if (left.kind === "choice" && rank > CHOICE_RANK) return { ...left, no: inside(left.no) };
  if (left.kind === "unary" && rank > UNARY_RANK) return { ...left, operand: inside(left.operand) };
  if (left.kind === "binary" && rank > rankOf(left.operator)) return { ...left, right: inside(left.right) };
  return build(left);
}
