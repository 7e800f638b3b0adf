/**
 * One walk over the parsed file for what the YAML library would take too long to find: which node each alias
 * repeats, and which keys stand twice in a map. The library looks through all of the file for every alias, and
 * through all of a map for every key of it.
 */
import { type Alias, type Document, isScalar, type Node, visit, type YAMLMap } from "yaml";
import type { TextFault } from "./yaml-text.ts";

const maxAliases = 100;

export interface YamlSurvey {
  /** What each alias repeats. */
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly duplicateKeys: readonly TextFault[];
  /** With one of these the file's values cannot be said. */
  readonly aliasFaults: readonly TextFault[];
}

/** Throws `RangeError` for a file that nests deeper than the stack. */
export function surveyYaml(document: Document): YamlSurvey {
  const anchored = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const duplicateKeys: TextFault[] = [];
  const aliasFaults: TextFault[] = [];
  let aliases = 0;
  visit(document, {
    Alias(_key, alias, ancestors) {
      aliases += 1;
      if (aliases > maxAliases) {
        aliasFaults.push(tooManyAliases(startOf(alias)));
        return visit.BREAK;
      }
      const target = anchored.get(alias.source);
      if (target === undefined) aliasFaults.push(unknownAlias(alias));
      else if (ancestors.includes(target)) aliasFaults.push(aliasInItself(alias));
      else targets.set(alias, target);
      return undefined;
    },
    Value(_key, node) {
      if (node.anchor !== undefined) anchored.set(node.anchor, node);
    },
    Map(_key, map) {
      if (map.anchor !== undefined) anchored.set(map.anchor, map);
      duplicateKeys.push(...duplicatesIn(map));
    },
  });
  return { targets, duplicateKeys, aliasFaults };
}

function duplicatesIn(map: YAMLMap): TextFault[] {
  const names = new Set<unknown>();
  return map.items.flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    const words = "this key stands here twice; keep one of them";
    if (names.has(key.value)) return [{ offset: startOf(key), name: "duplicate-key", words } as const];
    names.add(key.value);
    return [];
  });
}

function unknownAlias(alias: Alias): TextFault {
  const words = "no anchor of this name stands before it";
  return { offset: startOf(alias), name: "unknown-alias", words };
}

function aliasInItself(alias: Alias): TextFault {
  const words = "an alias cannot stand inside what it repeats";
  return { offset: startOf(alias), name: "unknown-alias", words };
}

export function tooManyAliases(offset: number): TextFault {
  const words = "there are too many aliases, or they multiply each other; write the values out";
  return { offset, name: "too-many-aliases", words };
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
