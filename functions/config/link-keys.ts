/** Keys that sign links: one, or two during a rotation, of which the first signs. */
import type { Faults } from "./fault.ts";
import { Secret } from "./secret.ts";
import { optionalValue, type Variables } from "./variable.ts";

const name = "LINK_SIGNING_KEY";
const mostKeys = 2;
/** A key shorter than its signature is the weakest part of it. */
const fewestCharacters = 32;

export type LinkKeys = readonly [Secret, ...Secret[]];

/** Undefined where there is none: links are then signed with a key that lives as long as the process. */
export function readLinkKeys(env: Variables, faults: Faults): LinkKeys | undefined {
  const text = optionalValue(env, name, faults);
  if (text === undefined) return undefined;
  const keys = text.split(",").map((key) => key.trim());
  if (keys.length > mostKeys) return faults.add(name, "must be one key, or two with a comma between them");
  if (keys.some((key) => key.length < fewestCharacters)) {
    return faults.add(name, `must have at least ${fewestCharacters} characters a key`);
  }
  const [first = "", ...rest] = keys;
  return [new Secret(first), ...rest.map((key) => new Secret(key))];
}
