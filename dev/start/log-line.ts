/** From the app's structured log to a line for people: who it is about, then what became of it and why. */
import { styleText } from "node:util";

import * as z from "zod";

const fieldsSchema = z.looseObject({ event: z.string() });
type Fields = z.infer<typeof fieldsSchema>;

const WHO_WIDTH = 45;
const COLOURS: ReadonlyMap<string, "red" | "yellow" | "green"> = new Map([
  ["offline", "red"],
  ["suspect", "yellow"],
  ["recovering", "yellow"],
  ["online", "green"],
  ["sent", "green"],
  ["failed", "red"],
  ["dead", "red"],
]);

/** Undefined for what says that there was nothing to do; text that is no structured line comes back as it is. */
export function readableLine(message: string): string | undefined {
  const fields = fieldsOf(message);
  if (fields === undefined) return message;
  switch (fields.event) {
    case "decision":
      return columns(identityOf(fields), stateAndReason(fields));
    case "delivery":
      return columns(targetOf(fields), [purposeOf(fields), stateAndReason(fields), attemptOf(fields)]);
    case "look":
      return columns(`incident ${text(fields["incident"])}`, [text(fields["reason"]), membersOf(fields)]);
    case "swept":
      return isNothing(fields) ? undefined : other(fields);
    default:
      return other(fields);
  }
}

/** Zeros all the way down: nothing was done, and nothing is late or unknown. */
function isNothing(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).every(isNothing);
  return value === 0 || value === "swept";
}

function fieldsOf(message: string): Fields | undefined {
  try {
    return fieldsSchema.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}

function columns(who: string, what: string | readonly string[]): string {
  const words = typeof what === "string" ? what : what.filter((word) => word !== "").join(" ");
  return `${who.padEnd(WHO_WIDTH)}  ${words}`;
}

function identityOf({ deviceId, moduleId }: Fields): string {
  return [deviceId, moduleId]
    .map(text)
    .filter((part) => part !== "")
    .join("/");
}

/** A delivery's id is its incident's, its purpose and its target. */
function targetOf({ delivery }: Fields): string {
  return decoded(text(delivery).split("!").at(-1) ?? "");
}

function purposeOf({ delivery }: Fields): string {
  return text(delivery).split("!").at(-2) ?? "";
}

function attemptOf({ attempts }: Fields): string {
  return typeof attempts === "number" && attempts > 1 ? `attempt ${attempts}` : "";
}

function membersOf({ members }: Fields): string {
  return typeof members === "number" ? `(members: ${members})` : "";
}

function stateAndReason({ state, reason }: Fields): string {
  const word = text(state);
  const colour = COLOURS.get(word);
  const shown = colour === undefined ? word : styleText(colour, word, { stream: process.stderr });
  return [shown, word === "" ? text(reason) : `(${text(reason)})`].filter((part) => part !== "").join(" ");
}

function other({ event, ...fields }: Fields): string {
  const words = Object.entries(fields).map(([name, value]) => `${name}=${text(value)}`);
  return columns(event, words);
}

function text(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
