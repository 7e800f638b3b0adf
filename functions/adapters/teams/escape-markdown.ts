/**
 * Makes untrusted text harmless inside an Adaptive Card: Teams draws a subset of Markdown in it, expands `{{DATE(…)}}`,
 * and turns addresses into links. Device names come from whoever may register devices.
 */

const zeroWidthSpace = "\u200B";

/** Characters that can begin Markdown or an Adaptive Card function anywhere in a text. */
const alwaysSpecial = /[\\`*_[\](){}~|&]/g;
/** What makes a heading, a list or a quotation, only where a line begins. */
const specialAtStart = /^(\s*(?:\d+(?=\.)|(?=[#+=-])))/;

/** One line without control characters, direction overrides or halves of characters. */
export function plainLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ")
    .replaceAll(/\p{Cf}/gu, "");
}

/**
 * A line that is drawn as it reads. Angle brackets become look-alikes, because clients disagree about HTML; addresses get
 * an invisible break, so that none is offered for clicking.
 */
export function escapeMarkdown(text: string): string {
  return plainLine(text)
    .replaceAll("<", "‹")
    .replaceAll(">", "›")
    .replaceAll(alwaysSpecial, "\\$&")
    .replace(specialAtStart, "$1\\")
    .replaceAll("://", `:${zeroWidthSpace}//`)
    .replaceAll(/(?<![a-z0-9])(www)\./gi, `$1${zeroWidthSpace}.`)
    .replaceAll(/(?<![a-z0-9])(mailto|tel|sip|callto|msteams):/gi, `$1${zeroWidthSpace}:`);
}
