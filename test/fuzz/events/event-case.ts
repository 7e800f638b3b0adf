/** One case for the event reader: a fixture with a few mutations between others without, as a body that could come. */
import type { Random } from "../random.ts";
import { type TextMutation, textMutations } from "../text-mutations.ts";
import { EVENT_TEXTS, GOOD_EVENT_TEXTS, parseJson } from "./fixtures.ts";
import { hostileValue, writeJson } from "./hostile-values.ts";
import { EVENT_MUTATIONS } from "./mutations.ts";

export interface EventCase {
  readonly kinds: readonly string[];
  /** A text, its bytes, or what the platform parsed of it. */
  readonly body: unknown;
  /** The body as text, where it can be written as one. */
  readonly text: string;
  /** How many elements of the body are fixtures without a mutation, in a body that is JSON for certain. */
  readonly untouched: number;
}

const REPEATED_KEY: TextMutation = {
  kind: "key repeated",
  apply(text, random) {
    const names = [...text.matchAll(/"([A-Za-z0-9_-]+)":/g)];
    const name = names.length === 0 ? undefined : random.pick(names);
    if (name === undefined) return text;
    return `${text.slice(0, name.index)}${name[0]}${writeJson(hostileValue(random))},${text.slice(name.index)}`;
  },
};

const TEXT_MUTATIONS = [...textMutations(EVENT_TEXTS), REPEATED_KEY];

function mutatedElement(random: Random): { text: string; kinds: string[] } {
  if (random.chance(0.03)) return { text: writeJson(hostileValue(random)), kinds: ["something else"] };
  const event = parseJson(random.pick(EVENT_TEXTS));
  const kinds: string[] = [];
  for (let count = random.below(3); count >= 0; count -= 1) {
    const mutation = random.pick(EVENT_MUTATIONS);
    mutation.apply(event, random);
    kinds.push(mutation.kind);
  }
  return { text: writeJson(event), kinds };
}

function neighbours(random: Random): string[] {
  return Array.from({ length: random.below(3) }, () => random.pick(GOOD_EVENT_TEXTS));
}

function parsedOrText(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** As the platform hands it over: parsed where it is JSON, else text; or bytes. */
function bodyOf(text: string, random: Random): { body: unknown; kind: string } {
  const form = random.below(10);
  if (form < 4) return { body: parsedOrText(text), kind: "body: parsed" };
  if (form < 7) return { body: text, kind: "body: text" };
  if (form < 8) return { body: `\uFEFF${text}`, kind: "body: byte order mark" };
  const bytes = Buffer.from(text);
  if (form < 9) return { body: bytes, kind: "body: bytes" };
  const at = random.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  return { body: bytes, kind: "body: bytes flipped" };
}

export function eventCase(random: Random): EventCase {
  const before = neighbours(random);
  const after = neighbours(random);
  const victim = mutatedElement(random);
  const elements = [...before, victim.text, ...after];
  const isLone = elements.length === 1 && random.chance(0.5);
  const whole = isLone ? victim.text : `[${elements.join(",")}]`;
  const mutation = random.chance(0.25) ? random.pick(TEXT_MUTATIONS) : undefined;
  const text = mutation === undefined ? whole : mutation.apply(whole, random);
  const { body, kind } = bodyOf(text, random);
  const isWhole = mutation === undefined && kind !== "body: bytes flipped";
  return {
    kinds: [...new Set([...victim.kinds, ...(mutation === undefined ? [] : [mutation.kind]), kind])],
    body,
    text,
    untouched: isWhole ? before.length + after.length : 0,
  };
}
