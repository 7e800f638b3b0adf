/** The messages that people got, taken apart again: what the words of a message claim can be held against the truth. */
import * as z from "zod";

import { SECOND_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import { channelSchema } from "../../outbox/message.ts";
import type { Channel } from "../../outbox/message.ts";

export interface SeenMessage {
  readonly at: Instant;
  readonly channel: Channel;
  /** The workflow's name or the phone number. */
  readonly to: string;
  readonly text: string;
  /** Undefined where the text is none that the product should have written. */
  readonly claim: Claim | undefined;
  /** The identities that a card lists; an SMS lists none. */
  readonly names: readonly string[];
}

export interface Claim {
  readonly word: "OFFLINE" | "OFFLINE UPDATE" | "RECOVERED" | "FLAPPING" | "STABLE";
  readonly subject: string;
  /** The gateway behind which the subject is, where it says so. */
  readonly via: string | undefined;
  readonly count: number;
  readonly code: string;
  /** `14:02`, in UTC; with the day before it where that is another one. */
  readonly since: string;
  /** How long it lasted, by RECOVERED. */
  readonly lastedMs: number | undefined;
  /** How often it dropped, by FLAPPING and STABLE. */
  readonly drops: number | undefined;
}

const cardSchema = z.looseObject({
  attachments: z.tuple([z.looseObject({ content: z.looseObject({ body: z.array(z.looseObject({})) }) })]),
});
const messageSchema = z.looseObject({
  at: z.iso.datetime().transform(Date.parse),
  channel: channelSchema,
  to: z.string(),
  text: z.string(),
  body: z.unknown(),
});

/** `body`: what `GET /messages` of an outbox answers. Oldest first. */
export function readMessages(body: unknown): SeenMessage[] {
  const { value } = z.object({ value: z.array(messageSchema) }).parse(body);
  return value.map(({ at, channel, to, text, body: content }) => ({
    at,
    channel,
    to,
    text,
    claim: claimOf(text),
    names: channel === "sms" ? [] : namesOn(content),
  }));
}

/** What each word says of when; the same stands before it and after it. */
const STORIES = [
  ["OFFLINE", " since (?<since>[^.]+)", "affected"],
  ["OFFLINE UPDATE", " since (?<since>[^.]+)", "affected"],
  ["RECOVERED", " after (?<lasted>[^.]+), out since (?<since>[^.]+)", "back"],
  ["FLAPPING", ": (?<drops>\\d+) drops? since (?<since>[^.,]+), [^.]+", "affected"],
  ["STABLE", " after (?<drops>\\d+) drops? since (?<since>[^.]+)", "stable"],
] as const;

/** `OFFLINE cam-3 behind gw-oslo since 14:02. edgeHub failed. 2 identities affected: cam-3, cam-4. K7QM` */
const FORMS = STORIES.map(([word, story, end]) => {
  const subject = String.raw`(?<subject>\S+?)(?: behind (?<via>\S+?))?`;
  const count = String.raw`(?<count>\d+) identit(?:y|ies) ${end}(?:: [^.]+)?`;
  return [
    word,
    new RegExp(String.raw`^${word} ${subject}${story}\.(?: [^.]+\.)? ${count}\. (?<code>\w{4})$`),
  ] as const;
});

function claimOf(text: string): Claim | undefined {
  for (const [word, form] of FORMS) {
    const found = form.exec(text)?.groups;
    const { subject, via, since, count, code, lasted, drops } = found ?? {};
    if (subject === undefined || since === undefined || code === undefined) continue;
    return {
      word,
      subject,
      via,
      since,
      count: Number(count),
      code,
      lastedMs: lasted === undefined ? undefined : msOf(lasted),
      drops: drops === undefined ? undefined : Number(drops),
    };
  }
  return undefined;
}

const UNITS = new Map([
  ["s", SECOND_MS],
  ["min", 60 * SECOND_MS],
  ["h", 3_600 * SECOND_MS],
]);

/** `1 min 20 s`; not a number for a unit that no run can need. */
function msOf(phrase: string): number {
  const parts = [...phrase.matchAll(/(\d+) (\w+)/g)];
  return parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS.get(unit ?? "") ?? Number.NaN),
    0,
  );
}

/** The card's last line, if it is the list of names: `$edgeHub, m1 and 3 more`. */
function namesOn(content: unknown): string[] {
  const [attachment] = cardSchema.parse(content).attachments;
  const last = attachment.content.body.at(-1);
  const text = last?.["isSubtle"] === true ? last["text"] : undefined;
  if (typeof text !== "string") return [];
  return text
    .replaceAll("\\", "")
    .replace(/ and \d+ more$/, "")
    .split(", ");
}
