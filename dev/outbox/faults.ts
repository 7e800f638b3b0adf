/**
 * Answers that are to fail, in the order they were asked for: how a test or a curious person sees what the product does when
 * Teams or Twilio are down, slow, refusing or silent.
 */
import { z } from "zod";
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
  /** The message is accepted, and then its answer fails: the outcome is unknown to the sender. */
  after: z.boolean().default(false),
  /** The provider's error code in the body: a number of Twilio's, a word of Power Automate's. */
  code: z.union([z.int().positive(), z.string().min(1)]).optional(),
  /** Whether sending fails, or looking up what was sent (SMS only). */
  on: z.enum(["send", "lookup"]).default("send"),
});
export type Fault = Readonly<z.infer<typeof faultSchema>>;
type FaultPoint = Fault["on"];

export interface Faults {
  add(fault: Fault): void;
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

export function makeFaults(): Faults {
  let pending: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => {
      pending.push({ fault, left: fault.times });
    },
    clear: () => {
      pending = [];
    },
    take: (channel, on) => {
      const next = pending.find(({ fault }) => fault.channel === channel && fault.on === on);
      if (next === undefined) return undefined;
      next.left -= 1;
      pending = pending.filter(({ left }) => left > 0);
      return next.fault;
    },
  };
}
