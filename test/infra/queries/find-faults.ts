/**
 * What is wrong with a query: what Kusto says of it, an event or a field that the app does not write, a word that a
 * field never holds. The parsed message is always called `line`.
 */
import { kustoFaults } from "./kusto.ts";
import { readTokens } from "./tokens.ts";
import type { Token } from "./tokens.ts";
import type { Shape } from "./shape.ts";

const EVENT = /^\{"event":"([\w.]+)"$/;

export function findFaults(query: string, written: ReadonlyMap<string, Shape>): string[] {
  const ofGrammar = kustoFaults(query);
  if (ofGrammar.length > 0) return ofGrammar;
  const tokens = readTokens(query);
  const events = tokens.flatMap(({ kind, text }) => (kind === "text" ? (EVENT.exec(text)?.[1] ?? []) : []));
  const unknown = events.filter((event) => !written.has(event)).map((event) => `no line is a ${event}`);
  const asked = events.length === 0 ? [...written.keys()] : events;
  const shapes = asked.flatMap((event) => written.get(event) ?? []);
  return [...unknown, ...faultsOfLine(tokens, shapes)];
}

/** Each `line.…` must be in one of the shapes, and what it is compared with must be one of its words. */
function faultsOfLine(tokens: readonly Token[], shapes: readonly Shape[]): string[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== "name" || token.text !== "line" || isSign(tokens[at + 1], "=")) return [];
    const { paths, end } = readPaths(tokens, at + 1);
    const words = wordsComparedAt(tokens, end);
    return paths.flatMap((path) => {
      const found = shapes.flatMap((shape) => partAt(shape, path) ?? []);
      if (found.length === 0) return [`no such line has ${path.join(".")}`];
      return words
        .filter((word) => !found.some((part) => part.words.has(word)))
        .map((word) => `${path.join(".")} is never ${word}`);
    });
  });
}

function partAt(shape: Shape, path: readonly string[]): Shape | undefined {
  return path.reduce<Shape | undefined>((so, name) => so?.fields.get(name), shape);
}

/** The members behind `line`: `.name`, `["name"]`, or `[column]` for each name that the column is expanded from. */
function readPaths(tokens: readonly Token[], from: number): { paths: string[][]; end: number } {
  let paths: string[][] = [[]];
  let at = from;
  for (; isSign(tokens[at], ".") || isSign(tokens[at], "[");) {
    const [sign, member] = [tokens[at], tokens[at + 1]];
    const isColumn = isSign(sign, "[") && member?.kind === "name";
    const names = isColumn ? namesExpandedTo(tokens, member.text) : [member?.text ?? ""];
    paths = paths.flatMap((path) => names.map((name) => [...path, name]));
    at += isSign(sign, "[") ? 3 : 2;
  }
  return { paths, end: at };
}

/** `mv-expand column = dynamic(["a", "b"])` */
function namesExpandedTo(tokens: readonly Token[], column: string): string[] {
  const start = tokens.findIndex(
    ({ text }, at) =>
      text === "mv-expand" && tokens[at + 1]?.text === column && tokens[at + 3]?.text === "dynamic",
  );
  if (start === -1) return [`<${column}>`];
  return textsUntil(tokens, start + 6, "]");
}

/** `tostring(line.field) == 'a'`, or `in ('a', 'b')` */
function wordsComparedAt(tokens: readonly Token[], end: number): string[] {
  if (!isSign(tokens[end], ")")) return [];
  const [sign, next] = [tokens[end + 1], tokens[end + 2]];
  if (isSign(sign, "==") && next?.kind === "text") return [next.text];
  return sign?.text === "in" ? textsUntil(tokens, end + 3, ")") : [];
}

function textsUntil(tokens: readonly Token[], from: number, sign: string): string[] {
  const end = tokens.findIndex((token, at) => at >= from && isSign(token, sign));
  return tokens.slice(from, end).flatMap(({ kind, text }) => (kind === "text" ? [text] : []));
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === "sign" && token.text === text;
}
