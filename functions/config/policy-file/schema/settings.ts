/** `defaults`, and the same settings where a route overrides them. */
import * as z from "zod";
import { DAY_MS, HOUR_MS } from "../../../domain/time.ts";
import { duration } from "./duration.ts";
import { leaf, Refusal } from "./leaf.ts";
import { zone } from "./values.ts";

const grace = duration({
  description: "How long an identity may be disconnected before anybody is told.",
  examples: ["5m", "30s"],
  atMostMs: 7 * DAY_MS,
});
const recovery = duration({
  description: "How long it must be connected again before the outage is called over.",
  examples: ["90s"],
  atMostMs: DAY_MS,
  orNone: true,
});
const groupWait = duration({
  description: "How long a new incident waits for others of its group before it is announced.",
  examples: ["30s", "0s"],
  atMostMs: HOUR_MS,
  orNone: true,
});
const groupInterval = duration({
  description: "How often changes of an announced incident are told.",
  examples: ["5m"],
  atMostMs: DAY_MS,
});
const reminder = duration({
  description: "When a reminder is due.",
  examples: ["4h", "24h"],
  atMostMs: 30 * DAY_MS,
});
const repeatInterval = z
  .array(reminder)
  .min(1)
  .max(2)
  .meta({
    description: "After how long the first reminder comes, and how often the next ones.",
    examples: [["4h", "24h"]],
  });

const groupWords = "must be gateway, device, hub or tag: and the name of a tag, such as tag:site";
const groupPattern = /^(?:gateway|device|hub|tag:[A-Za-z][\w.-]{0,63})$/;
const groupItem = leaf({
  words: groupWords,
  meta: {
    description: "What the identities of one incident have in common.",
    anyOf: [{ enum: ["gateway", "device", "hub"] }, { pattern: "^tag:[A-Za-z][\\w.-]{0,63}$" }],
    examples: ["gateway", "device", "hub", "tag:site"],
  },
  read: (text) => (groupPattern.test(text) ? text : new Refusal("bad-group", groupWords)),
});
const groupBy = z
  .array(groupItem)
  .min(1)
  .max(8)
  .meta({ description: "Identities that agree in all of these share an incident.", examples: [["gateway"]] });

export const defaults = z
  .strictObject({
    grace: grace.prefault("5m"),
    recovery: recovery.prefault("90s"),
    groupBy: groupBy.prefault(["gateway"]),
    groupWait: groupWait.prefault("30s"),
    groupInterval: groupInterval.prefault("5m"),
    repeatInterval: repeatInterval.prefault(["4h", "24h"]),
    zone: zone.prefault("UTC"),
  })
  .prefault({})
  .meta({ description: "What holds for every route that says nothing else." });

/** The keys by which a route overrides the defaults. */
export const overrides = {
  grace: grace.exactOptional(),
  recovery: recovery.exactOptional(),
  groupBy: groupBy.exactOptional(),
  groupWait: groupWait.exactOptional(),
  groupInterval: groupInterval.exactOptional(),
  repeatInterval: repeatInterval.exactOptional(),
  zone: zone.exactOptional(),
};
