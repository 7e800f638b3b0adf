/** Reading the words of an Adaptive Card the way Teams does: in any case, and with a default for what it does not know. */
import { z } from "zod";

/** One of `choices` (given in lower case), else `otherwise`. */
export function word<const Choice extends string>(choices: readonly Choice[], otherwise: Choice) {
  return z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(choices))
    .catch(otherwise);
}

export function flag(otherwise: boolean) {
  return z.boolean().catch(otherwise);
}

export const colorWord = word(
  ["default", "dark", "light", "accent", "good", "warning", "attention"],
  "default",
);
export const sizeWord = word(["small", "default", "medium", "large", "extralarge"], "default");
export const weightWord = word(["lighter", "default", "bolder"], "default");
export const fontWord = word(["default", "monospace"], "default");
export const alignWord = word(["left", "center", "right"], "left");
export const fillWord = word(["default", "emphasis", "good", "attention", "warning", "accent"], "default");

/** Only links that a click may follow. */
export function isWebLink(url: string): boolean {
  return /^https?:$/.test(URL.parse(url)?.protocol ?? "");
}
