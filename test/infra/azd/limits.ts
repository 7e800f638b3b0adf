/** What a parameter takes: its values, or its type with the smallest and the greatest; and what it is by default. */
import type { Expression } from "../template/expression.ts";
import { kindOf } from "./parameters.ts";
import { decorator } from "../template/template.ts";
import type { Parameter } from "../template/template.ts";

export function limitsOf(parameter: Parameter): string {
  const allowed = decorator(parameter, "allowed")?.given[0];
  if (allowed?.kind === "array") return allowed.items.map(plain).join(" | ");
  const range = rangeOf(parameter, "Value") ?? rangeOf(parameter, "Length");
  if (kindOf(parameter) === "json") return parameter.type.endsWith("[]") ? "list" : "object";
  const secure = decorator(parameter, "secure") === undefined ? [] : ["secure"];
  return [...secure, parameter.type, ...(range === undefined ? [] : [range])].join(" ");
}

/** As one would write it in azd's environment; empty for none. */
export function defaultOf({ default: value }: Parameter): string {
  if (value?.kind === "array" && value.items.length === 0) return "[]";
  if (value?.kind === "object" && value.entries.length === 0) return "{}";
  return plain(value);
}

function rangeOf(parameter: Parameter, of: "Value" | "Length"): string | undefined {
  const [least, most] = [decorator(parameter, `min${of}`), decorator(parameter, `max${of}`)];
  if (least === undefined && most === undefined) return undefined;
  return `${plain(least?.given[0])}..${plain(most?.given[0])}`;
}

function plain(expression: Expression | undefined): string {
  return expression?.kind === "constant" ? String(expression.value) : "";
}
