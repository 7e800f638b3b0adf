/** `receivers` and `allowHosts`: who can be told, and where their addresses come from. */
import * as z from "zod";
import { areReferencesWellFormed, hasReference } from "../reference.ts";
import { leaf, matching, Refusal } from "./leaf.ts";
import { receiverName } from "./values.ts";

const phoneNumber = /^\+[1-9]\d{6,14}$/;
const phoneWords = 'must be a phone number in international form, such as "+4790000000"';

/** E.164: a plus sign, the country and the number, without spaces. */
export function isPhoneNumber(text: string): boolean {
  return phoneNumber.test(text);
}

const badReference = new Refusal(
  "bad-reference",
  "a variable is written ${NAME}, with letters, digits and _ in its name",
);

const phone = leaf({
  words: phoneWords,
  meta: {
    description: "A phone number in international form, in quotes, or a variable that holds one.",
    examples: ["${ONCALL_PHONE}", "+4790000000"],
    pattern: `${phoneNumber.source}|\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}`,
  },
  read(text) {
    if (!areReferencesWellFormed(text)) return badReference;
    return hasReference(text) || isPhoneNumber(text) ? text : new Refusal("bad-phone-number", phoneWords);
  },
});

const workflow = leaf({
  words:
    "must be the URL of a Power Automate workflow, or a variable that holds it, such as ${TEAMS_OPS_WORKFLOW_URL}",
  meta: {
    description: "The URL of a Power Automate workflow. It is a secret: name a variable that holds it.",
    examples: ["${TEAMS_OPS_WORKFLOW_URL}"],
  },
  read: (text) => (areReferencesWellFormed(text) ? text : badReference),
});

const bot = matching(/^[\w.-]{1,80}$/, "bad-name", "must be the name of a place where the bot is installed", {
  description: "A place where the Linewatch bot is installed, by its name.",
  examples: ["fleet-alerts"],
});

const exactlyOne = { minProperties: 1, maxProperties: 1 };

/** Refuses an object that has not exactly one of its optional keys. */
function hasOne(value: object): boolean {
  return Object.keys(value).length === 1;
}

const teams = z
  .strictObject({ workflow: workflow.exactOptional(), bot: bot.exactOptional() })
  .refine(hasOne, { error: "must have either workflow or bot", params: { name: "one-channel" } })
  .meta({ description: "A Teams channel: by a workflow, or by the bot.", ...exactlyOne });

const smsTo = z
  .strictObject({
    to: z.array(phone).min(1).max(50).meta({ description: "The numbers." }),
    bypassLimit: z
      .boolean()
      .prefault(false)
      .meta({ description: "Whether these numbers get messages beyond the day's cap." }),
  })
  .meta({ description: "One or more phones, by SMS." });

const receiver = z
  .strictObject({ teams: teams.exactOptional(), sms: smsTo.exactOptional() })
  .refine(hasOne, {
    error: "must have either teams or sms; two channels are two receivers",
    params: { name: "one-channel" },
  })
  .meta({ description: "Somebody who can be told: a Teams channel or phones.", ...exactlyOne });

export const receivers = z
  .record(receiverName, receiver)
  .refine((value) => Object.keys(value).length > 0, {
    error: "must name at least one receiver",
    params: { name: "empty-value" },
  })
  .meta({ description: "Who can be told, by name.", minProperties: 1 });

const host = matching(
  /^(?:\*\.)?(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
  "bad-host",
  "must be a host name alone, such as flows.example.com or *.flows.example.com",
  { description: "A host name; `*.` before it for all hosts below it.", examples: ["flows.example.com"] },
);

export const allowHosts = z
  .array(host)
  .prefault([])
  .meta({ description: "Further hosts that a workflow's URL may have, beside those of Power Automate." });
