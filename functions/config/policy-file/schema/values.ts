/** The kinds of value that several sections of the policy file use. */
import * as z from "zod";
import { leaf, matching, Refusal } from "./leaf.ts";

const percentageFormat = /^(\d{1,3}(?:\.\d+)?)%$/;

/** `5%`, as a fraction. */
export function percentage(description: string, example: string, atMost: number) {
  const words = "must be a percentage such as 5%";
  return leaf({
    words,
    wordsForNumber: `${words}: write the % sign`,
    meta: {
      description: `${description} At most ${atMost}%.`,
      examples: [example],
      pattern: percentageFormat.source,
    },
    read(text) {
      const [, number] = percentageFormat.exec(text) ?? [];
      if (number === undefined) return new Refusal("bad-percentage", words);
      const percent = Number(number);
      if (percent === 0 || percent > atMost) {
        return new Refusal("out-of-range", `must be more than 0% and at most ${atMost}%`);
      }
      return percent / 100;
    },
  });
}

/** A whole number within bounds. */
export function count(description: string, atLeast: number, atMost: number) {
  return z.int().min(atLeast).max(atMost).meta({ description });
}

/** A number above 0, at most `atMost`. */
export function amount(description: string, atMost: number) {
  return z.number().gt(0).max(atMost).meta({ description });
}

const zoneWords = "must be a time zone by its IANA name, such as Europe/Oslo or UTC";

/** A time zone that this Node.js knows. Offsets are refused: they know no summer time. */
export const zone = leaf({
  words: zoneWords,
  meta: {
    description: "The time zone, by its IANA name, in which people read times.",
    examples: ["UTC", "Europe/Oslo", "America/New_York"],
  },
  read(text) {
    return /^[A-Za-z]/.test(text) && isZone(text) ? text : new Refusal("bad-zone", zoneWords);
  },
});

function isZone(name: string): boolean {
  try {
    Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A pattern of device or module ids: IoT Hub's characters, of which `*` stands for any run. */
export function idPattern(description: string, examples: string[]) {
  const words = "must be an id of IoT Hub's characters, at most 128, in which * stands for any run of them";
  return matching(/^[A-Za-z0-9\-:.+%_#*?!(),=@;$']{1,128}$/, "bad-pattern", words, { description, examples });
}

const parentFormat = /^[A-Za-z0-9\-:.+%_#?!(),=@;$']{1,128}$/;
const parentWords = "must be a device id of IoT Hub's characters, at most 128";

/** The id of one gateway. IoT Hub allows a star in ids; in a policy file it always means a pattern. */
export const parentId = leaf({
  words: parentWords,
  meta: {
    description: "The gateway's device id, without `*`.",
    examples: ["gw-oslo"],
    pattern: parentFormat.source,
  },
  read(text) {
    if (parentFormat.test(text)) return text;
    const words = "must be the id of one device, without *; write an entry for each parent";
    return new Refusal("bad-parent", text.includes("*") ? words : parentWords);
  },
});

export const hubName = matching(
  /^[A-Za-z0-9-]{3,50}$/,
  "bad-hub",
  "must be the hub's name alone, without .azure-devices.net",
  { description: "The IoT Hub's name, without `.azure-devices.net`.", examples: ["contoso-hub"] },
);

export const receiverNamePattern = /^[a-z][a-z0-9-]{0,39}$/;
export const receiverName = matching(
  receiverNamePattern,
  "bad-name",
  "must be a receiver's name: lower-case letters, digits and hyphens, beginning with a letter, at most 40",
  { description: "The name of a receiver.", examples: ["ops"] },
);

export const tagName = matching(
  /^[A-Za-z][\w.-]{0,63}$/,
  "bad-name",
  "must be a tag's name: letters, digits and . _ -, beginning with a letter, at most 64",
  { description: "The name of a tag.", examples: ["site", "tier"] },
);

const tagValue = matching(/^[^\p{Cc}]{1,128}$/u, "bad-text", "must be text of 1 to 128 characters", {
  description: "The value of a tag.",
  examples: ["Oslo", "critical"],
});

/** Tags by name, at least one. */
export function tags(description: string) {
  return z
    .record(tagName, tagValue)
    .refine((value) => Object.keys(value).length > 0, {
      error: "needs at least one tag",
      params: { name: "empty-value" },
    })
    .meta({ description, examples: [{ site: "Oslo" }], minProperties: 1 });
}

export const label = matching(/^[^\p{Cc}]{1,80}$/u, "bad-text", "must be text of 1 to 80 characters", {
  description: "A name for people.",
  examples: ["works"],
});
