/** The Bicep grammar, loaded once for all tests of a file. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";
import type { Node } from "web-tree-sitter";

const require = createRequire(import.meta.url);

const parser = await makeParser();

async function makeParser(): Promise<Parser> {
  await Parser.init();
  const grammar = await readFile(require.resolve("tree-sitter-bicep/tree-sitter-bicep.wasm"));
  return new Parser().setLanguage(await Language.load(grammar));
}

/** The root of the text's syntax tree, with error nodes where the grammar could not follow. */
export function parse(text: string): Node {
  const tree = parser.parse(text);
  if (tree === null) throw new Error("The grammar gave no tree.");
  return tree.rootNode;
}

/** Counting from 1. */
export function lineOf(node: Node): number {
  return node.startPosition.row + 1;
}

/** The parts that mean something: neither punctuation nor comments. */
export function namedParts(node: Node): Node[] {
  return node.namedChildren.filter((child) => !child.type.endsWith("comment"));
}

/** Where the grammar could not follow, as `line: text`. */
export function syntaxFaults(text: string): string[] {
  return faultsIn(parse(text));
}

function faultsIn(node: Node): string[] {
  if (node.isError || node.isMissing) return [`${lineOf(node)}: ${node.text.split("\n", 1)[0] ?? ""}`];
  return node.hasError ? node.children.flatMap(faultsIn) : [];
}
