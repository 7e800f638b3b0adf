/** Short codes of incidents: 4 characters of Crockford base 32, to be read out on the phone at night. */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 4;
const BITS = 5;

/**
 * The code that an incident tries to get, at its `attempt`th try from 0: as good as random, and the same whenever it
 * tries again, so that a crash, or a race of openers, leaves no other code behind.
 */
export function codeOf(incidentId: string, attempt: number): string {
  const hash = hashOf(`${incidentId}#${attempt}`);
  return Array.from({ length: LENGTH }, (_, index) => ALPHABET[(hash >>> (index * BITS)) & 31]).join("");
}

/** FNV-1a with the finish of MurmurHash3, which spreads it over all 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** What a person typed, as the code it stands for: case does not matter, and I, L and O are read as digits. */
export function parseCode(text: string): string | undefined {
  const code = text.toUpperCase().replaceAll(/[IL]/g, "1").replaceAll("O", "0");
  return /^[0-9A-HJKMNP-TV-Z]{4}$/.test(code) ? code : undefined;
}
