/** The text of a Bicep string: what stands between its quotes and its `${…}`, with escapes undone. */
import type { Node } from "web-tree-sitter";
import { namedParts } from "./grammar.ts";

/** Strings and the nodes of what stands between `${` and `}`, in turn. */
export function readString(node: Node): (string | Node)[] {
  if (node.text.startsWith("'''")) return [node.text.slice(3, -3).replace(/^\r?\n/, "")];
  const parts: (string | Node)[] = [];
  let from = node.startIndex + 1;
  const addText = (to: number): void => {
    if (to > from) parts.push(unescape(node.text.slice(from - node.startIndex, to - node.startIndex)));
  };
  for (const child of node.namedChildren) {
    if (child.type !== "interpolation") continue;
    addText(child.startIndex);
    parts.push(...namedParts(child));
    from = child.endIndex;
  }
  addText(node.endIndex - 1);
  return parts;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function unescape(text: string): string {
  return text.replaceAll(/\\(?:u\{([0-9a-fA-F]+)\}|(.))/g, (_all, code?: string, letter?: string) =>
    code === undefined ? (escapes[letter ?? ""] ?? letter ?? "") : String.fromCodePoint(parseInt(code, 16)),
  );
}
