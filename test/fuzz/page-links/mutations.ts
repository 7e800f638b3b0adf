/** What can be done to a signed text and its signature, knowing neither key. Every one of these must be refused. */
import { createHash, createHmac } from "node:crypto";
import type { Random } from "../random.ts";
import { ODD_CHARACTERS, replaceSomewhere } from "../text-mutations.ts";

export interface Signed {
  readonly text: string;
  readonly signature: string;
}

export interface LinkMutation {
  readonly kind: string;
  apply(signed: Signed, random: Random, other: Signed): Signed;
}

const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".split("");

function ofSignature(kind: string, change: (signature: string, random: Random) => string): LinkMutation {
  return { kind, apply: ({ text, signature }, random) => ({ text, signature: change(signature, random) }) };
}

function ofText(kind: string, change: (text: string, random: Random) => string): LinkMutation {
  return { kind, apply: ({ text, signature }, random) => ({ text: change(text, random), signature }) };
}

function resigned(kind: string, sign: (text: string) => string): LinkMutation {
  return { kind, apply: ({ text }) => ({ text, signature: sign(text) }) };
}

function hmac(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}

export const LINK_MUTATIONS: readonly LinkMutation[] = [
  ofSignature("signature: bit flipped", (signature, random) => {
    const at = random.below(signature.length);
    const flipped = signature.charCodeAt(at) ^ (1 << random.below(random.chance(0.8) ? 7 : 16));
    return signature.slice(0, at) + String.fromCharCode(flipped) + signature.slice(at + 1);
  }),
  ofSignature("signature: other character", (signature, random) =>
    replaceSomewhere(signature, 1, random.pick(BASE64URL), random),
  ),
  // 43 characters are 258 bits, of which 256 count.
  ofSignature(
    "signature: spare bits",
    (signature, random) => signature.slice(0, -1) + random.pick(BASE64URL),
  ),
  ofSignature("signature: cut off", (signature, random) =>
    signature.slice(0, random.below(signature.length)),
  ),
  ofSignature(
    "signature: longer",
    (signature, random) => signature + random.pick(["A", "=", " ", "\n", "\u0000", signature, "%3D"]),
  ),
  ofSignature(
    "signature: before it",
    (signature, random) => random.pick([" ", "=", "\uFEFF", "A"]) + signature,
  ),
  ofSignature("signature: odd character", (signature, random) =>
    replaceSomewhere(signature, random.below(2), random.pick(ODD_CHARACTERS), random),
  ),
  ofSignature("signature: another case", (signature, random) =>
    random.pick([signature.toUpperCase(), signature.toLowerCase()]),
  ),
  ofSignature("signature: other encoding", (signature, random) => {
    const bytes = Buffer.from(signature, "base64url");
    const doubled = Buffer.from(signature).toString("base64url");
    return random.pick([
      bytes.toString("base64"),
      bytes.toString("hex"),
      bytes.toString("latin1"),
      doubled,
      encodeURIComponent(`${signature}=`),
    ]);
  }),
  ofSignature("signature: of nothing", (_signature, random) =>
    random.pick(["", "null", "undefined", "A".repeat(43), "\uD800".repeat(43)]),
  ),
  {
    kind: "signature: of another text",
    apply: ({ text }, _random, other) => ({ text, signature: other.signature }),
  },
  { kind: "text: another one", apply: ({ signature }, _random, other) => ({ text: other.text, signature }) },
  resigned("signed with another key", (text) => hmac("another key", `page\n${text}`)),
  resigned("signed with no key", (text) => hmac("", `page\n${text}`)),
  resigned("signed without a purpose", (text) => hmac("key", text)),
  resigned("signed for another purpose", (text) =>
    createHmac("sha256", "key").update(`act\n${text}`, "utf16le").digest("base64url"),
  ),
  resigned("signed without the purpose, as UTF-16", (text) =>
    createHmac("sha256", "key").update(text, "utf16le").digest("base64url"),
  ),
  resigned("signed with another hash", (text) =>
    createHmac("sha512", "key").update(`page\n${text}`, "utf16le").digest("base64url").slice(0, 43),
  ),
  resigned("hashed, not signed", (text) =>
    createHash("sha256").update(`keypage\n${text}`, "utf16le").digest("base64url"),
  ),
  ofText("text: character lost", (text, random) => replaceSomewhere(text, 1, "", random)),
  ofText("text: odd character", (text, random) =>
    replaceSomewhere(text, random.below(2), random.pick(ODD_CHARACTERS), random),
  ),
  ofText("text: bit flipped", (text, random) => {
    const at = random.below(text.length);
    const flipped = text.charCodeAt(at) ^ (1 << random.below(16));
    return text.slice(0, at) + String.fromCharCode(flipped) + text.slice(at + 1);
  }),
  ofText("text: other form", (text, random) =>
    random.pick([
      text.normalize("NFD"),
      text.normalize("NFKC"),
      text.toUpperCase(),
      text.trim(),
      text.toWellFormed(),
    ]),
  ),
  ofText("text: surrogates", (text, random) =>
    text.replace(/[\uD800-\uDFFF\uFFFD]/, () => random.pick(["\uD800", "\uDBFF", "\uDFFF", "\uFFFD"])),
  ),
  ofText("text: much longer", (text, random) => text + text.repeat(random.chance(0.02) ? 500 : 2)),
  {
    kind: "text and signature: parted elsewhere",
    apply: ({ text, signature }) => ({ text: text + signature.slice(0, 1), signature: signature.slice(1) }),
  },
];
