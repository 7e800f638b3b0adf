/** Short codes of incidents: 4 characters of Crockford base 32, to be read out on the phone at night. */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 4;

/** `random` is uniform in [0, 1). */
export function randomCode(random: () => number): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join("");
}

/** What a person typed, as the code it stands for: case does not matter, and I, L and O are read as digits. */
export function parseCode(text: string): string | undefined {
  const code = text.toUpperCase().replaceAll(/[IL]/g, "1").replaceAll("O", "0");
  return /^[0-9A-HJKMNP-TV-Z]{4}$/.test(code) ? code : undefined;
}
