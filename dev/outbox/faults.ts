/**
 * Answers that are to fail, in the order they were asked for or by chance: how a test or a curious person sees what the
 * product does when Teams or Twilio are down, slow, refusing or silent.
 */
import { z } from "zod";
import { makeChance, type Chance } from "./chance.ts";
import { channelSchema, type Channel } from "./message.ts";

const wholeSeconds = z.int().min(0).max(86_400);

const faultSchema = z.strictObject({
  channel: channelSchema,
  /** 0 breaks the connection; 2xx accepts as usual, only late. */
  status: z.union([z.literal(0), z.int().min(200).max(599)], "must be 0 or from 200 to 599"),
  /** The `Retry-After` header, in seconds. */
  retryAfter: wholeSeconds.optional(),
  /** How long to wait before answering. */
  delayMs: z.int().min(0).max(600_000).default(0),
  /** How many requests fail like this. */
  times: z.int().min(1).max(10_000),
  /** Each request meets it with this probability, or else passes on to the next fault. */
  rate: z.number().gt(0).max(1).default(1),
  /** The same seed and the same requests in the same order: the same failures. */
  seed: z.int().min(0).default(0),
  /** The message is accepted, and then its answer fails: the outcome is unknown to the sender. */
  after: z.boolean().default(false),
  /** The provider's error code in the body: a number of Twilio's, a word of Power Automate's. */
  code: z.union([z.int().positive(), z.string().min(1)]).optional(),
  /** Whether sending fails, or looking up what was sent (SMS only). */
  on: z.enum(["send", "lookup"]).default("send"),
});
export type Fault = Readonly<z.infer<typeof faultSchema>>;
type FaultPoint = Fault["on"];

/** A fault, and how many requests have met it. */
export interface CountedFault extends Fault {
  readonly met: number;
}

export interface Faults {
  add(fault: Fault): void;
  /** Since the last clearing, those that are used up included, in the order they were asked for. */
  all(): readonly CountedFault[];
  clear(): void;
  /** The fault this request meets, if any; it is used up by that. */
  take(channel: Channel, on: FaultPoint): Fault | undefined;
}

/** A fault, or the sentence that says what is wrong with it. */
export function parseFault(input: unknown): Fault | string {
  const parsed = faultSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".") || "The body"}: ${message}`,
  );
  return `This is no fault. ${faults.join("; ")}.`;
}

interface Asked {
  readonly fault: Fault;
  readonly chance: Chance;
  met: number;
}

export function makeFaults(): Faults {
  let asked: Asked[] = [];
  return {
    add: (fault) => {
      asked.push({ fault, chance: makeChance(fault.seed), met: 0 });
    },
    all: () => asked.map(({ fault, met }) => ({ ...fault, met })),
    clear: () => {
      asked = [];
    },
    take: (channel, on) => {
      const next = asked.find(
        ({ fault, met, chance }) =>
          fault.channel === channel && fault.on === on && met < fault.times && chance.happens(fault.rate),
      );
      if (next === undefined) return undefined;
      next.met += 1;
      return next.fault;
    },
  };
}
