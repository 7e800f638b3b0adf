/** Mutations of any text: what a broken wire, a broken editor or somebody with intent makes of it. */
import type { Random } from "./random.ts";

export interface TextMutation {
  readonly kind: string;
  apply(text: string, random: Random): string;
}

/** Characters that parsers, terminals and comparisons stumble over. */
export const ODD_CHARACTERS = [
  "\u0000",
  "\uFEFF",
  "\uD800",
  "\uDFFF",
  "\u202E",
  "\u2066",
  "\u2028",
  "\u0085",
  "\u200B",
  "\u0301",
  "\uFB00",
  "\u212A",
  "\u017F",
  "\uFF11",
  "\u{1F600}",
  "\t",
  "\n",
  "\r",
  "\u001B[2J",
  "\\",
  "/",
  '"',
  "'",
  " ",
  "%00",
];

/** `text` with `inserted` in place of `length` characters at a place by chance. */
export function replaceSomewhere(text: string, length: number, inserted: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + inserted + text.slice(at + length);
}

function pieceOf(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(at, at + 1 + random.below(80));
}

/** `others`: the texts that pieces are taken from. */
export function textMutations(others: readonly string[]): readonly TextMutation[] {
  return [
    {
      kind: "text: bits flipped",
      apply(text, random) {
        const at = random.below(text.length);
        const flipped = text.charCodeAt(at) ^ (1 << random.below(random.chance(0.8) ? 7 : 16));
        return text.slice(0, at) + String.fromCharCode(flipped) + text.slice(at + 1);
      },
    },
    { kind: "text: cut off", apply: (text, random) => text.slice(0, random.below(text.length)) },
    { kind: "text: beginning lost", apply: (text, random) => text.slice(random.below(text.length)) },
    {
      kind: "text: piece lost",
      apply: (text, random) => replaceSomewhere(text, 1 + random.below(40), "", random),
    },
    {
      kind: "text: piece repeated",
      apply: (text, random) =>
        replaceSomewhere(text, 0, pieceOf(text, random).repeat(1 + random.below(3)), random),
    },
    {
      kind: "text: piece of another",
      apply: (text, random) =>
        replaceSomewhere(text, random.below(40), pieceOf(random.pick(others), random), random),
    },
    {
      kind: "text: odd character",
      apply: (text, random) => replaceSomewhere(text, random.below(2), random.pick(ODD_CHARACTERS), random),
    },
  ];
}
