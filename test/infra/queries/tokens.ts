/** A query's words, texts and signs. */

export interface Token {
  readonly kind: "name" | "text" | "number" | "sign";
  readonly text: string;
}

const TOKEN =
  /\s+|\/\/[^\n]*|(?<text>'[^'\n]*'|"[^"\n]*")|(?<name>[A-Za-z_][\w]*(?:-expand)?)|(?<number>\d+[a-z]*)|(?<sign>==|!=|<=|>=|[|()[\].,=<>+*/:-])/y;

/** Of a query that Kusto can read. @throws where it has what no query of ours has. */
export function readTokens(query: string): Token[] {
  const pattern = new RegExp(TOKEN);
  const tokens: Token[] = [];
  while (pattern.lastIndex < query.length) {
    const at = pattern.lastIndex;
    const found = pattern.exec(query);
    if (found === null) throw new Error(`cannot be read from here: ${query.slice(at, at + 30)}`);
    const token = tokenOf(found.groups ?? {});
    if (token !== undefined) tokens.push(token);
  }
  return tokens;
}

/** Nothing for white space and comments. */
function tokenOf({
  text,
  name,
  number,
  sign,
}: Readonly<Record<string, string | undefined>>): Token | undefined {
  if (text !== undefined) return { kind: "text", text: text.slice(1, -1) };
  if (name !== undefined) return { kind: "name", text: name };
  if (number !== undefined) return { kind: "number", text: number };
  return sign === undefined ? undefined : { kind: "sign", text: sign };
}
