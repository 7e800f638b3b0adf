/**
 * The policy file as YAML: parsed with positions, bounded in size, depth and aliases, never throwing. Beyond this
 * file, `yaml-survey.ts` and `position.ts` nobody knows the YAML library.
 */
import { type Document, parseDocument } from "yaml";
import type { FaultName } from "./fault.ts";
import { type LineAndColumn, makeLineIndex } from "./line-index.ts";
import { hasMoreValuesThan } from "./plain-value.ts";
import { makeOffsets, type OffsetOf } from "./position.ts";
import { syntaxFault } from "./syntax-fault.ts";
import { surveyYaml, tooManyAliases, type YamlSurvey } from "./yaml-survey.ts";

/** Far beyond any policy, far below what would hold up the start. */
const maxCharacters = 1_000_000;
/** How many values aliases may add. A file without them has fewer values than characters. */
const maxRepeatedValues = 5_000;

/** A fault whose place is known by its offset in the text. */
export interface TextFault {
  readonly offset: number;
  readonly name: FaultName;
  readonly words: string;
}

export interface YamlText {
  /** What the file says, as plain values; undefined when a fault made that impossible. */
  readonly value: unknown;
  readonly faults: readonly TextFault[];
  readonly offsetOf: OffsetOf;
  lineAndColumn(offset: number): LineAndColumn;
}

export function parseYaml(text: string): YamlText {
  const bounded = text.length > maxCharacters ? "" : text.replace(/^\uFEFF/, "");
  const lineAndColumn = makeLineIndex(bounded);
  const document = documentOf(bounded);
  if (document === undefined) return { ...faulty([tooDeep]), offsetOf: () => 0, lineAndColumn };
  const survey = surveyed(document);
  const offsetOf = makeOffsets(document, survey?.targets ?? new Map());
  const read = text.length > maxCharacters ? faulty([tooLarge]) : valueOf(document, survey, bounded.length);
  return { ...read, offsetOf, lineAndColumn };
}

/** Undefined for what nests deeper than the library's stack, which it does not always say itself. */
function documentOf(text: string): Document | undefined {
  try {
    return parseDocument(text, {
      prettyErrors: false,
      schema: "core",
      merge: false,
      stringKeys: true,
      uniqueKeys: false,
      resolveKnownTags: false,
    });
  } catch {
    return undefined;
  }
}

const tooLarge: TextFault = { offset: 0, name: "too-large", words: "the file is larger than 1 MB" };

/** Where nesting ends depends on the stack that is left, so no place is named. */
const tooDeep: TextFault = { offset: 0, ...syntaxFault("RESOURCE_EXHAUSTION") };

function surveyed(document: Document): YamlSurvey | undefined {
  try {
    return surveyYaml(document);
  } catch {
    return undefined;
  }
}

type Read = Pick<YamlText, "value" | "faults">;

function faulty(faults: readonly TextFault[]): Read {
  return { value: undefined, faults };
}

function valueOf(document: Document, survey: YamlSurvey | undefined, characters: number): Read {
  const syntax = syntaxFaults(document);
  if (survey === undefined || syntax.some((fault) => fault.name === "too-deep")) return faulty([tooDeep]);
  const { duplicateKeys, aliasFaults } = survey;
  if (syntax.length > 0) return faulty([...syntax, ...duplicateKeys]);
  if (aliasFaults.length > 0) return faulty([...duplicateKeys, ...aliasFaults]);
  const value = plainValue(document);
  if (value === undefined) return faulty([tooDeep]);
  if (hasMoreValuesThan(value, characters + maxRepeatedValues)) return faulty([tooManyAliases(0)]);
  // A repeated key leaves the tree whole, so that what else is wrong can be said with it.
  return { value, faults: duplicateKeys };
}

/** Undefined for what nests deeper than the stack. What aliases repeat is shared, so this costs no more than the text. */
function plainValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: -1 });
  } catch {
    return undefined;
  }
}

function syntaxFaults(document: Document): TextFault[] {
  return [...document.errors, ...document.warnings].map(({ code, pos }) => ({
    offset: Math.max(pos[0], 0),
    ...syntaxFault(code),
  }));
}
