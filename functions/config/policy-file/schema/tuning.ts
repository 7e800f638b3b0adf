/** The sections with numbers that seldom need changing: damping, renewals, storms, lists, acknowledgements, sending. */
import * as z from "zod";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../domain/time.ts";
import { duration } from "./duration.ts";
import { refuse, Refusal } from "./leaf.ts";
import { amount, count, percentage } from "./values.ts";

function span(description: string, example: string, atMostMs: number, orNone = false) {
  return duration({ description, examples: [example], atMostMs, orNone });
}

export const flapping = z
  .strictObject({
    halfLife: span("In how long the penalty halves.", "15m", DAY_MS).prefault("15m"),
    suppress: amount("At which penalty an identity counts as flapping.", 1000).prefault(3),
    reuse: amount("Below which penalty it no longer does.", 1000).prefault(1),
    maxSuppress: span("At most how long after the last drop it counts as flapping.", "60m", DAY_MS).prefault(
      "60m",
    ),
    drop: amount("What a drop adds to the penalty.", 100).prefault(1),
    outage: amount("What a confirmed outage adds instead.", 100).prefault(1.5),
    longOutage: span("An outage longer than this is told in spite of flapping.", "15m", 7 * DAY_MS).prefault(
      "15m",
    ),
  })
  .superRefine((value, context) => {
    if (value.reuse >= value.suppress) {
      refuse(context, value, new Refusal("contradiction", "must be less than suppress"), ["reuse"]);
    }
    const ceiling = value.reuse * 2 ** (value.maxSuppress / value.halfLife);
    if (ceiling < value.suppress) {
      const words =
        "is out of reach: the penalty is clamped to reuse × 2^(maxSuppress / halfLife), which is less";
      refuse(context, value, new Refusal("contradiction", words), ["suppress"]);
    }
  })
  .prefault({})
  .meta({
    description: "Route flap damping: when an identity drops so often that it is told once, as flapping.",
  });

const period = span("How far apart two renewals lie.", "45m", DAY_MS);

export const renewal = z
  .strictObject({
    drops: count("How many drops in a row make a rhythm.", 2, 20).prefault(3),
    gapAtMost: span("How long such a drop lasts at most.", "3m", HOUR_MS).prefault("3m"),
    periodBetween: z
      .tuple([period, period])
      .refine(([from, to]) => from < to, {
        error: "must be the shorter period first, then the longer one",
        params: { name: "contradiction" },
      })
      .prefault(["45m", "80m"])
      .meta({
        description: "Between which bounds two renewals follow each other.",
        examples: [["45m", "80m"]],
      }),
    tolerance: percentage("How much two periods may differ.", "10%", 50).prefault("10%"),
  })
  .prefault({})
  .meta({ description: "What is recognised as the renewal of a token, and not told." });

export const storm = z
  .strictObject({
    atLeast: count("How many identities of a hub at least.", 2, 100_000).prefault(10),
    share: percentage("Or which share of the hub's identities, if that is more …", "5%", 100).prefault("5%"),
    atMost: count("… but no more than this many.", 2, 100_000).prefault(100),
    within: span("Within how long they go offline.", "5m", HOUR_MS).prefault("5m"),
    pause: span("It is announced when arrivals pause for this long.", "10s", 5 * MINUTE_MS).prefault("10s"),
    wait: span("It is announced at the latest this long after it began.", "120s", 30 * MINUTE_MS).prefault(
      "120s",
    ),
  })
  .superRefine((value, context) => {
    const contradict = (words: string, key: string) =>
      refuse(context, value, new Refusal("contradiction", words), [key]);
    if (value.atMost < value.atLeast) contradict("must not be less than atLeast", "atMost");
    if (value.wait < value.pause) contradict("must not be shorter than pause", "wait");
  })
  .prefault({})
  .meta({ description: "When many identities of a hub go offline together, and are told as one." });

export const list = z
  .strictObject({
    openings: count("How many openings go out one by one before the rest are listed.", 1, 1000).prefault(10),
    within: span("Within how long.", "5m", HOUR_MS).prefault("5m"),
  })
  .prefault({})
  .meta({ description: "When a Teams receiver gets one list instead of many openings." });

export const acknowledge = z
  .strictObject({
    for: span("How long an acknowledgement holds.", "8h", 7 * DAY_MS).prefault("8h"),
    keep: span(
      "How long after the end it passes to the same group's next incident.",
      "15m",
      DAY_MS,
      true,
    ).prefault("15m"),
    growth: percentage("By how much the incident may grow before it ends.", "25%", 999).prefault("25%"),
  })
  .prefault({})
  .meta({ description: "What an acknowledgement holds back, and until when." });

export const sms = z
  .strictObject({
    bundle: span("How often further messages to a number go out, together.", "2m", HOUR_MS, true).prefault(
      "2m",
    ),
    perDay: count("How many messages a number gets in a day.", 1, 1000).prefault(20),
  })
  .prefault({})
  .meta({ description: "Bounds for SMS." });

export const delivery = z
  .strictObject({
    retryFor: span(
      "How long a message that a provider does not take is tried again.",
      "24h",
      7 * DAY_MS,
    ).prefault("24h"),
  })
  .prefault({})
  .meta({ description: "How messages are delivered." });
