/**
 * The Markdown that Teams reads in cards, and no more: bold, italic, links, two kinds of list. Headings, code, tables and
 * images stay as typed, so that a card which relies on them looks as wrong here as it would there.
 */
import { html, type Html } from "../page/html.ts";
import { withDates } from "./date-functions.ts";
import { isWebLink } from "./words.ts";

/** Text with its paragraphs and lists; a single line break is a space, as in Teams. */
export function markdown(text: string): Html {
  const paragraphs = withDates(text)
    .replace(/\r\n?/g, "\n")
    .split(/\n{2,}/);
  const blocks = paragraphs.flatMap((paragraph) => blocksOf(paragraph.split("\n")));
  // One paragraph needs no element of its own.
  return blocks.length === 1 && blocks[0]?.kind === "text"
    ? inline(blocks[0].lines.join(" "))
    : html`${blocks.map(blockHtml)}`;
}

interface Block {
  readonly kind: "text" | "bullets" | "numbers";
  readonly lines: string[];
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (const line of lines) {
    const kind = /^\s*[-*] /.test(line) ? "bullets" : /^\s*\d+\. /.test(line) ? "numbers" : "text";
    const last = blocks.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else blocks.push({ kind, lines: [line] });
  }
  return blocks;
}

function blockHtml({ kind, lines }: Block): Html {
  if (kind === "text") return html`<p>${inline(lines.join(" "))}</p>`;
  const items = lines.map((line) => html`<li>${inline(line.replace(/^\s*(?:[-*]|\d+\.) /, ""))}</li>`);
  return kind === "bullets"
    ? html`<ul>
        ${items}
      </ul>`
    : html`<ol>
        ${items}
      </ol>`;
}

// A span ends within 500 characters, which keeps hostile text from costing quadratic time.
const span = String.raw`(?=\S)(?<inner>(?:\\.|[^\\]){1,500}?)(?<=\S)`;
const wordCharacter = String.raw`[\p{L}\p{N}]`;
const rules: readonly { readonly shape: RegExp; readonly draw: (groups: Groups) => Html | undefined }[] = [
  { shape: /\\(?<literal>[!-/:-@[-`{-~])/uy, draw: ({ literal }) => html`${literal}` },
  { shape: /&(?<name>#\d{1,6}|amp|lt|gt|quot);/uy, draw: ({ name }) => entity(name ?? "") },
  { shape: /\[(?<label>(?:\\.|[^\]\\]){1,500})\]\((?<url>[^()\s]{1,2000})\)/uy, draw: link },
  { shape: new RegExp(String.raw`\*\*${span}\*\*`, "suy"), draw: strong },
  {
    shape: new RegExp(String.raw`(?<!${wordCharacter})__${span}__(?!${wordCharacter})`, "suy"),
    draw: strong,
  },
  { shape: new RegExp(String.raw`\*${span}\*`, "suy"), draw: emphasis },
  {
    shape: new RegExp(String.raw`(?<!${wordCharacter})_${span}_(?!${wordCharacter})`, "suy"),
    draw: emphasis,
  },
];
type Groups = Readonly<Record<string, string | undefined>>;

function inline(text: string): Html {
  const parts: Html[] = [];
  let plain = "";
  for (let at = 0; at < text.length;) {
    const found = spanAt(text, at);
    if (found === undefined) plain += text[at];
    else {
      parts.push(html`${plain}`, found.drawn);
      plain = "";
    }
    at += found?.length ?? 1;
  }
  return html`${[...parts, html`${plain}`]}`;
}

function spanAt(text: string, at: number): { readonly drawn: Html; readonly length: number } | undefined {
  if (!/[\\&[*_]/.test(text[at] ?? "")) return undefined;
  for (const { shape, draw } of rules) {
    shape.lastIndex = at;
    const match = shape.exec(text);
    const drawn = match === null ? undefined : draw(match.groups ?? {});
    if (match !== null && drawn !== undefined) return { drawn, length: match[0].length };
  }
  return undefined;
}

function link({ label, url }: Groups): Html | undefined {
  if (url === undefined || !isWebLink(url)) return undefined;
  return html`<a href="${url}" target="_blank" rel="noopener noreferrer">${inline(label ?? "")}</a>`;
}

function strong({ inner }: Groups): Html {
  return html`<strong>${inline(inner ?? "")}</strong>`;
}

function emphasis({ inner }: Groups): Html {
  return html`<em>${inline(inner ?? "")}</em>`;
}

const namedEntities = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
]);

function entity(name: string): Html | undefined {
  const point = Number(name.slice(1));
  const text = name.startsWith("#")
    ? point <= 0x10ffff
      ? String.fromCodePoint(point)
      : undefined
    : namedEntities.get(name);
  return text === undefined ? undefined : html`${text}`;
}
