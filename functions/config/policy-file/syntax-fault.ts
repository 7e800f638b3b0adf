/** The YAML library's errors in our words. Its own quote the text, which may hold secrets. */
import type { ErrorCode } from "yaml";
import type { FaultName } from "./fault.ts";

interface SyntaxFault {
  readonly name: FaultName;
  readonly words: string;
}

const known: Partial<Record<ErrorCode, SyntaxFault>> = {
  BAD_ALIAS: { name: "unknown-alias", words: "an alias is `*` and the name of an anchor" },
  BAD_DQ_ESCAPE: notYaml("this is no escape; single quotes take a backslash as it stands"),
  BAD_INDENT: notYaml("the indentation does not fit, or a quote, bracket or brace before it is not closed"),
  BAD_SCALAR_START: notYaml("a value that begins with this character needs quotes"),
  BLOCK_AS_IMPLICIT_KEY: notYaml("a second `:` in one line; put the value in quotes, or on lines of its own"),
  BLOCK_IN_FLOW: notYaml("inside brackets and braces everything must be written with brackets and braces"),
  MISSING_CHAR: notYaml("a closing quote, bracket or brace, a comma, or a `:` is missing"),
  MULTILINE_IMPLICIT_KEY: notYaml("a key must stand on one line; is a `:` missing?"),
  MULTIPLE_DOCS: {
    name: "several-documents",
    words: "the file holds several documents; keep one, without `---`",
  },
  NON_STRING_KEY: notYaml("a key must be plain text"),
  RESOURCE_EXHAUSTION: { name: "too-deep", words: "the file is nested too deeply" },
  TAB_AS_INDENT: { name: "tab-indentation", words: "indented with a tab; use spaces" },
  TAG_RESOLVE_FAILED: { name: "unknown-tag", words: "a tag (`!…`) has no meaning here; remove it" },
};

function notYaml(words: string): SyntaxFault {
  return { name: "not-yaml", words };
}

export function syntaxFault(code: ErrorCode): SyntaxFault {
  return known[code] ?? notYaml("this is not YAML");
}
