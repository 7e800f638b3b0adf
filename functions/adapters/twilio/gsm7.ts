/**
 * The alphabet of a cheap SMS (GSM 03.38): 160 characters fit a message of it; a single character outside makes it 70. So
 * whatever is not in it is written with what is.
 */

const basic = new Set(
  "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
/** Each of these is sent as an escape and a character. */
const extended = new Set("^{}\\[~]|€");

/** Letters that Unicode does not decompose, and punctuation of word processors. */
const nearest: Readonly<Record<string, string>> = {
  ð: "d",
  Ð: "D",
  þ: "th",
  Þ: "Th",
  ł: "l",
  Ł: "L",
  đ: "d",
  Đ: "D",
  ħ: "h",
  Ħ: "H",
  ı: "i",
  œ: "oe",
  Œ: "OE",
  ẞ: "SS",
  "`": "'",
  "´": "'",
  "‘": "'",
  "’": "'",
  "‚": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "«": '"',
  "»": '"',
  "‐": "-",
  "–": "-",
  "—": "-",
  "−": "-",
  "•": "-",
  "·": ".",
  "×": "x",
  "→": "->",
  "←": "<-",
};

const oneSegmentSeptets = 160;
/** Of a message in several parts each gives seven septets to the numbering. */
const partSeptets = 153;

/** The same text in the alphabet: accents fall away where they must, and what has no likeness becomes `?`. One line. */
export function toGsm7(text: string): string {
  const line = text
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Z}]/gu, " ")
    .replaceAll(/\p{Cf}/gu, "");
  return Array.from(line, toAlphabet).join("");
}

function toAlphabet(character: string): string {
  if (isGsm7(character)) return character;
  const near = nearest[character];
  if (near !== undefined) return near;
  const plain = character.normalize("NFKD").replaceAll(/\p{M}/gu, "");
  return Array.from(plain, (part) => (isGsm7(part) ? part : (nearest[part] ?? "?"))).join("");
}

function isGsm7(character: string): boolean {
  return basic.has(character) || extended.has(character);
}

/** Septets of a text that is in the alphabet. */
export function septetsOf(text: string): number {
  return Array.from(text, septetsOfCharacter).reduce((sum, septets) => sum + septets, 0);
}

/** Parts that a text of the alphabet is sent, and charged, as. An escape is never parted from its character. */
export function segmentsOf(text: string): number {
  if (septetsOf(text) <= oneSegmentSeptets) return 1;
  let segments = 1;
  let used = 0;
  for (const character of text) {
    const septets = septetsOfCharacter(character);
    if (used + septets > partSeptets) {
      segments += 1;
      used = 0;
    }
    used += septets;
  }
  return segments;
}

function septetsOfCharacter(character: string): number {
  return extended.has(character) ? 2 : 1;
}
