/**
 * The policy file as YAML: parsed with positions, bounded in size, depth and aliases, never throwing. Beyond this
 * file and `position.ts` nobody knows the YAML library.
 */
import { type Document, LineCounter, parseDocument, visit } from "yaml";
import type { FaultName } from "./fault.ts";
import { syntaxFault } from "./syntax-fault.ts";

/** Far beyond any policy, far below what would hold up the start. */
const maxCharacters = 1_000_000;
const maxAliases = 100;

/** A fault whose place is known by its offset in the text. */
export interface TextFault {
  readonly offset: number;
  readonly name: FaultName;
  readonly words: string;
}

export interface YamlText {
  readonly document: Document;
  /** What the file says, as plain values; undefined when a fault made that impossible. */
  readonly value: unknown;
  readonly faults: readonly TextFault[];
  lineAndColumn(offset: number): { readonly line: number; readonly column: number };
}

export function parseYaml(text: string): YamlText {
  const lineCounter = new LineCounter();
  const bounded = text.length > maxCharacters ? "" : text.replace(/^\uFEFF/, "");
  const document = parseDocument(bounded, {
    lineCounter,
    prettyErrors: false,
    schema: "core",
    merge: false,
    stringKeys: true,
    resolveKnownTags: false,
  });
  const lineAndColumn = (offset: number): { line: number; column: number } => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults = text.length > maxCharacters ? [tooLarge] : syntaxFaults(document);
  // A repeated key leaves the tree whole, so that what else is wrong can be said with it.
  if (faults.some((fault) => fault.name !== "duplicate-key")) {
    return { document, value: undefined, faults, lineAndColumn };
  }
  const plain = plainValue(document);
  return { document, value: plain.value, faults: [...faults, ...plain.faults], lineAndColumn };
}

const tooLarge: TextFault = { offset: 0, name: "too-large", words: "the file is larger than 1 MB" };

function syntaxFaults(document: Document): TextFault[] {
  const found = [...document.errors, ...document.warnings].map(({ code, pos }) => ({
    offset: Math.max(pos[0], 0),
    ...syntaxFault(code),
  }));
  return found.some((fault) => fault.name === "too-deep") ? [tooDeep] : found;
}

/** Where nesting ends depends on the stack that is left, so no place is named. */
const tooDeep: TextFault = { offset: 0, ...syntaxFault("RESOURCE_EXHAUSTION") };

function plainValue(document: Document): { value: unknown; faults: readonly TextFault[] } {
  try {
    const faults = aliasFaults(document);
    return faults.length > 0
      ? { value: undefined, faults }
      : { value: document.toJS({ maxAliasCount: maxAliases }), faults };
  } catch (error) {
    // The library throws for aliases that multiply each other; the stack may end in what it let pass.
    const fault = error instanceof RangeError ? tooDeep : tooManyAliases(0);
    return { value: undefined, faults: [fault] };
  }
}

function aliasFaults(document: Document): TextFault[] {
  const faults: TextFault[] = [];
  let count = 0;
  visit(document, {
    Alias(_key, alias) {
      count += 1;
      const offset = alias.range?.[0] ?? 0;
      if (count > maxAliases) {
        faults.push(tooManyAliases(offset));
        return visit.BREAK;
      }
      if (alias.resolve(document) === undefined) {
        faults.push({ offset, name: "unknown-alias", words: "no anchor of this name stands before it" });
      }
      return undefined;
    },
  });
  return faults;
}

function tooManyAliases(offset: number): TextFault {
  const words = "there are too many aliases, or they multiply each other; write the values out";
  return { offset, name: "too-many-aliases", words };
}
