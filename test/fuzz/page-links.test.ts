/** Page links altered in every way that needs no key: none is accepted, and each alteration can show a fault. */
import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makePageLinks } from "../../functions/adapters/page-link/page-links.ts";
import type { PageLinks } from "../../functions/application/queries/page-links.ts";
import { fuzzPageLinks } from "./page-links/fuzz-page-links.ts";
import { LINK_MUTATIONS } from "./page-links/mutations.ts";

const SEED = 20_221_108;
const CASES = 30_000;
const PATIENCE = { timeout: 300_000 };

const links = makePageLinks(["key", "old key"]);

describe("altered page links", () => {
  it(`are refused, ${CASES} of them`, PATIENCE, () => {
    const report = fuzzPageLinks(links, SEED, CASES);
    expect(report.findings).toEqual([]);
    const seldom = LINK_MUTATIONS.filter(({ kind }) => (report.byKind.get(kind)?.refused ?? 0) < 100);
    expect(seldom).toEqual([]);
  });
});

function accepting(isAccepted: (text: string, signature: string, expected: string) => boolean): PageLinks {
  return {
    sign: (text) => links.sign(text),
    verify: (text, signature) =>
      links.verify(text, signature) || isAccepted(text, signature, links.sign(text)),
  };
}

/** Takes every signature that it has made, for whatever text. */
function remembering(): PageLinks {
  const made = new Set<string>();
  return {
    sign: (text) => {
      made.add(links.sign(text));
      return links.sign(text);
    },
    verify: (_text, signature) => made.has(signature),
  };
}

function signing(sign: (text: string) => string): PageLinks {
  return { sign, verify: (text, signature) => sign(text) === signature };
}

const hmac = (key: string, text: string): string =>
  createHmac("sha256", key).update(text).digest("base64url");

const CARELESS: { fault: string; kind: string; links: PageLinks }[] = [
  { fault: "takes whatever it has signed", kind: "signature: of another text", links: remembering() },
  {
    fault: "compares bytes",
    kind: "signature: spare bits",
    links: accepting((_text, given, expected) =>
      Buffer.from(given, "base64url").equals(Buffer.from(expected, "base64url")),
    ),
  },
  {
    fault: "decodes any base64",
    kind: "signature: other encoding",
    links: accepting((_text, given, expected) =>
      Buffer.from(given, "base64").equals(Buffer.from(expected, "base64")),
    ),
  },
  {
    fault: "takes hexadecimal",
    kind: "signature: other encoding",
    links: accepting((_text, given, expected) =>
      Buffer.from(given, "hex").equals(Buffer.from(expected, "base64url")),
    ),
  },
  {
    fault: "compares a beginning",
    kind: "signature: cut off",
    links: accepting((_text, given, expected) => expected.startsWith(given)),
  },
  {
    fault: "takes a lack for a match",
    kind: "signature: of nothing",
    links: accepting((_text, given) => given === ""),
  },
  {
    fault: "does not look at the end",
    kind: "signature: longer",
    links: accepting((_text, given, expected) => given.startsWith(expected)),
  },
  {
    fault: "trims",
    kind: "signature: before it",
    links: accepting((_text, given, expected) => given.trim() === expected),
  },
  {
    fault: "does not mind the case",
    kind: "signature: another case",
    links: accepting((_text, given, expected) => given.toLowerCase() === expected.toLowerCase()),
  },
  {
    fault: "compares a part",
    kind: "signature: other character",
    links: accepting((_text, given, expected) => given.slice(0, 40) === expected.slice(0, 40)),
  },
  {
    fault: "compares low bits",
    kind: "signature: bit flipped",
    links: accepting((_text, given, expected) => Buffer.from(given, "latin1").equals(Buffer.from(expected))),
  },
  {
    fault: "leaves out odd characters",
    kind: "signature: odd character",
    links: accepting((_text, given, expected) => given.replaceAll(/[^\w-]/g, "") === expected),
  },
  {
    fault: "throws for another length",
    kind: "thrown",
    links: accepting((_text, given, expected) => {
      if (given.length !== expected.length)
        throw new RangeError("Input buffers must have the same byte length");
      return false;
    }),
  },
  {
    fault: "signs nothing of the text",
    kind: "text: another one",
    links: signing(() => hmac("key", "page\n")),
  },
  {
    fault: "signs a part of the text",
    kind: "text: character lost",
    links: signing((text) => hmac("key", text.slice(0, 20))),
  },
  { fault: "signs UTF-8", kind: "text: surrogates", links: signing((text) => hmac("key", `page\n${text}`)) },
  {
    fault: "signs one form of the text",
    kind: "text: other form",
    links: signing((text) => hmac("key", text.normalize("NFC").trim())),
  },
  {
    fault: "signs one case of the text",
    kind: "text: bit flipped",
    links: signing((text) => hmac("key", text.toLowerCase())),
  },
  {
    fault: "signs the beginning of the text",
    kind: "text: much longer",
    links: signing((text) => hmac("key", text.slice(0, 12))),
  },
  {
    fault: "signs without separating",
    kind: "text and signature: parted elsewhere",
    links: accepting(
      (text, given, expected) =>
        links.verify(text.slice(0, -1), text.slice(-1) + given) || given === expected,
    ),
  },
  {
    fault: "has no purpose",
    kind: "signed without a purpose",
    links: accepting((text, given) => given === hmac("key", text)),
  },
  {
    fault: "takes no key for a key",
    kind: "signed with no key",
    links: accepting((text, given) => given === hmac("", `page\n${text}`)),
  },
  {
    fault: "takes a hash for a signature",
    kind: "hashed, not signed",
    links: accepting((_text, given) => given.length === 43),
  },
  {
    fault: "signs part of an address",
    kind: "address: text: parameter lost",
    links: signing((text) => hmac("key", text.slice(0, 30))),
  },
];

describe("a careless signer is found out", () => {
  it.each(CARELESS)("that $fault, by: $kind", PATIENCE, ({ kind, links: careless }) => {
    const kinds: string[] = [];
    for (let from = 0; from < 10_000 && !kinds.includes(kind); from += 500) {
      const { findings } = fuzzPageLinks(careless, SEED, 500, from);
      kinds.push(...findings.flatMap((finding) => finding.kinds));
    }
    expect(kinds).toContain(kind);
  });
});
