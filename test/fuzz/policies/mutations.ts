/** Mutations of a policy file's text: what YAML makes possible, and what people and their tools do to such files. */
import type { Random } from "../random.ts";
import { ODD_CHARACTERS, replaceSomewhere, type TextMutation, textMutations } from "../text-mutations.ts";
import { POLICIES } from "./fixtures.ts";
import { LIKE, NAMES, SCALARS, SPECIALS, TAGS, words } from "./words.ts";

function likeIt(value: string, random: Random): string {
  const found = LIKE.find(([pattern]) => pattern.test(value.trim()));
  return found === undefined ? value : random.pick(found[1]);
}

/** Where a scalar stands: after a colon, a comma, a dash or an opening bracket, up to what ends it. */
const VALUE = /(?<=[:,[-] )(?:"[^"\n]*"|[^\s,\]}{["#][^,\]}\n#]*)/g;
const KEY = /[A-Za-z_][\w-]*(?=:(?: |$))/gm;

function replaceMatch(
  text: string,
  pattern: RegExp,
  random: Random,
  change: (found: string) => string,
): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const match = random.pick(found);
  return text.slice(0, match.index) + change(match[0]) + text.slice(match.index + match[0].length);
}

function onLines(
  kind: string,
  change: (lines: string[], at: number, random: Random) => string[],
): TextMutation {
  return {
    kind,
    apply(text, random) {
      const lines = text.split("\n");
      return change(lines, random.below(lines.length), random).join("\n");
    },
  };
}

/** Seldom large: a few are enough, and they take long. */
function size(random: Random, small: number, large: number): number {
  return random.chance(0.02) ? large : 1 + random.below(small);
}

function bomb(random: Random): string {
  const width = 1 + random.below(12);
  const levels = words("a b c d e f g").slice(0, 1 + random.below(7));
  return levels
    .map(
      (name, index) =>
        `${name}: &${name} [${Array.from({ length: width }, () => (index === 0 ? "x" : `*${levels[index - 1]}`)).join(", ")}]`,
    )
    .join("\n");
}

export const POLICY_MUTATIONS: readonly TextMutation[] = [
  ...textMutations(POLICIES),
  {
    kind: "yaml: special",
    apply: (text, random) => replaceSomewhere(text, random.below(3), random.pick(SPECIALS), random),
  },
  {
    kind: "yaml: other value",
    apply: (text, random) => replaceMatch(text, VALUE, random, () => random.pick(SCALARS)),
  },
  {
    kind: "yaml: value of its kind",
    apply: (text, random) => replaceMatch(text, VALUE, random, (value) => likeIt(value, random)),
  },
  {
    kind: "yaml: words in any order",
    apply: (_text, random) =>
      Array.from(
        { length: random.below(60) },
        () =>
          random.pick(random.pick([SPECIALS, NAMES, SCALARS, ODD_CHARACTERS])) + random.pick(["", " ", "\n"]),
      ).join(""),
  },
  {
    kind: "yaml: other key",
    apply: (text, random) => replaceMatch(text, KEY, random, () => random.pick(NAMES)),
  },
  {
    kind: "yaml: key repeated",
    apply: (text, random) =>
      replaceMatch(text, KEY, random, (key) => `${key}: ${random.pick(SCALARS)}, ${key}`),
  },
  {
    kind: "yaml: key with a value more",
    apply: (text, random) =>
      replaceMatch(text, KEY, random, (key) => `${random.pick(NAMES)}: ${random.pick(SCALARS)}, ${key}`),
  },
  {
    kind: "yaml: tag",
    apply: (text, random) => replaceMatch(text, VALUE, random, (value) => `${random.pick(TAGS)} ${value}`),
  },
  {
    kind: "yaml: anchor and alias",
    apply: (text, random) =>
      replaceMatch(
        replaceMatch(text, VALUE, random, (value) => `&x ${value}`),
        VALUE,
        random,
        () => random.pick(["*x", "*x", "*y", "[*x, *x]"]),
      ),
  },
  { kind: "yaml: aliases that multiply", apply: (text, random) => `${bomb(random)}\n${text}` },
  {
    kind: "yaml: alias in itself",
    apply: (text, random) => replaceMatch(text, VALUE, random, (value) => `&x [${value}, *x]`),
  },
  {
    kind: "yaml: odd character in a value",
    apply: (text, random) =>
      replaceMatch(text, VALUE, random, (value) =>
        replaceSomewhere(value, 0, random.pick(ODD_CHARACTERS), random),
      ),
  },
  {
    kind: "yaml: long value",
    apply: (text, random) =>
      replaceMatch(text, VALUE, random, (value) => value.repeat(size(random, 30, 2_000))),
  },
  {
    kind: "yaml: nested value",
    apply(text, random) {
      const depth = size(random, 15, 2_000);
      const [open = "", close = ""] = random.pick([
        ["[", "]"],
        ["{ a: ", " }"],
        ["- ", ""],
      ]);
      return replaceMatch(text, VALUE, random, (value) => open.repeat(depth) + value + close.repeat(depth));
    },
  },
  onLines("yaml: line repeated", (lines, at, random) =>
    lines.toSpliced(at, 0, ...Array.from({ length: size(random, 4, 300) }, () => lines[at] ?? "")),
  ),
  onLines("yaml: line dropped", (lines, at) => lines.toSpliced(at, 1)),
  onLines("yaml: line moved", (lines, at, random) =>
    lines.toSpliced(at, 1).toSpliced(random.below(lines.length), 0, lines[at] ?? ""),
  ),
  onLines("yaml: indentation", (lines, at, random) =>
    lines.with(at, random.pick([" ", "  ", "\t", " \t"]) + (lines[at] ?? "")),
  ),
  onLines("yaml: line of another file", (lines, at, random) => {
    const other = random.pick(POLICIES).split("\n");
    return lines.toSpliced(at, random.below(2), random.pick(other));
  }),
  onLines("yaml: line without end", (lines, at) =>
    lines.toSpliced(at, 2, (lines[at] ?? "") + (lines[at + 1] ?? "")),
  ),
];
