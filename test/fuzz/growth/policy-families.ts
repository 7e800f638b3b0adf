/** Policy files of any size that are hard on a reader: each family grows one thing that a file may have many of. */

export type Family = readonly [name: string, make: (characters: number) => string];

const RECEIVERS = 'receivers:\n  ops: { teams: { workflow: "${W}" } }\n';
const ROUTES = "routes:\n  - notify: [ops]\n";

/** `piece` again and again, up to a length. */
function many(piece: (index: number) => string, characters: number): string {
  const pieces: string[] = [];
  for (let length = 0, index = 0; length < characters; index += 1) {
    const next = piece(index);
    pieces.push(next);
    length += next.length;
  }
  return pieces.join("");
}

function repeated(piece: string): (characters: number) => string {
  return (characters) => piece.repeat(Math.ceil(characters / piece.length));
}

function after(start: string, piece: (index: number) => string, end = ""): (characters: number) => string {
  return (characters) => start + many(piece, characters) + end;
}

const VALID = RECEIVERS + ROUTES;

export const POLICY_FAMILIES: readonly Family[] = [
  ["comments", after(VALID, () => "# x\n")],
  ["unknown keys", after(VALID, (index) => `k${index}: 1\n`)],
  ["unknown keys in braces", after(`${VALID}defaults: {`, (index) => `k${index}: 1, `, "}")],
  ["one key", after(VALID, () => "key: 1\n")],
  [
    "receivers",
    after(
      "receivers:\n",
      (index) => `  a${index}: { teams: { workflow: "\${W}" } }\n`,
      "routes: [{ notify: [a1] }]",
    ),
  ],
  [
    "misnamed receivers",
    after("receivers:\n", (index) => `  A${index}: { teams: { workflow: "\${W}" } }\n`, ROUTES),
  ],
  [
    "receivers and hosts",
    (characters) =>
      `receivers:\n${many((index) => `  a${index}: { teams: { workflow: "https://x${index}.example.com" } }\n`, characters / 2)}allowHosts:\n${many((index) => `  - h${index}.b\n`, characters / 2)}routes: [{ notify: [a1] }]`,
  ],
  [
    "receivers and unknown ones",
    (characters) =>
      `receivers:\n${many((index) => `  rec${index}: { teams: { workflow: "\${W}" } }\n`, characters / 2)}routes:\n  - notify:\n${many((index) => `    - rex${index}\n`, characters / 2)}`,
  ],
  [
    "routes",
    after(
      `${RECEIVERS}routes:\n`,
      (index) => `  - { match: { device: d${index} }, notify: [ops] }\n`,
      "  - notify: [ops]\n",
    ),
  ],
  [
    "routes of one hub",
    after(
      `${RECEIVERS}routes:\n`,
      (index) => `  - { match: { hub: contoso, device: d${index} }, notify: [ops] }\n`,
      "  - notify: [ops]\n",
    ),
  ],
  ["routes without a match", after(`${RECEIVERS}routes:\n`, () => "  - { notify: [ops] }\n")],
  [
    "misspelt zones",
    after(`${RECEIVERS}routes:\n`, (index) => `  - { zone: Europe/Osl${index}, notify: [ops] }\n`),
  ],
  ["tags", after(`${VALID}tags:\n  - device: a\n    set:\n`, (index) => `      t${index}: x\n`)],
  ["tag rules", after(`${VALID}tags:\n`, (index) => `  - { device: a${index}, set: { b: c } }\n`)],
  ["an alias to much", after(`x: &r\n`, () => "  - { grace: x }\n", `${RECEIVERS}routes: *r\n`)],
  ["aliases to much", after(`x: &r\n`, () => "  - { grace: x }\n", `${VALID}tags: [${"*r, ".repeat(90)}]\n`)],
  ["anchors", after(`${VALID}x:\n`, (index) => `  - &a${index} x\n`)],
  ["aliases", after(`${VALID}x:\n  - &a x\n`, () => "  - *a\n")],
  ["brackets", repeated("[")],
  ["braces", repeated("{a: ")],
  ["closing brackets", repeated("]")],
  ["dashes", repeated("- ")],
  ["questions", repeated("? a\n")],
  ["colons", repeated("a: ")],
  ["commas", after("a: [", () => ",")],
  ["tabs", after("a:\n", () => "\tb: c\n")],
  ["quotes", repeated('"')],
  ["an open quote", after('a: "', () => "x\n")],
  ["escapes", after('a: "', () => "\\q", '"')],
  ["a block", after("a: |\n", () => " x\n")],
  ["a folded block", after("a: >\n", () => " x\n\n")],
  ["plain lines", after("a: b\n", () => "  c\n")],
  ["a long key", after("", () => "x", ": a")],
  ["directives", after("", (index) => `%TAG !a${index}! x\n`, "--- a")],
  ["documents", repeated("--- a\n")],
  ["line breaks", repeated("\n")],
  ["carriage returns", repeated("\r")],
  ["tags of YAML", after(`${VALID}a:\n`, () => "  - !!js x\n")],
  [
    "references",
    (characters) =>
      `receivers:\n  ops: { teams: { workflow: "${many((index) => `\${A${index}}`, characters)}" } }\n${ROUTES}`,
  ],
  [
    "open references",
    (characters) =>
      `receivers:\n  ops: { teams: { workflow: "${many(() => "${A", characters)}" } }\n${ROUTES}`,
  ],
  ["a host of many parts", after(`${VALID}allowHosts: ['`, () => "a.", "!']\n")],
  ["a host of many hyphens", after(`${VALID}allowHosts: ['a`, () => "-", "']\n")],
  ["digits", after(`${VALID}defaults: { grace: `, () => "9", "s }\n")],
  ["maintenance", after(`${VALID}maintenance:\n`, () => "  - { nam: w, fro: '02:00', fo: 4h }\n")],
];
