/** What people would have got, and how their providers are made to fail. */
import * as z from "zod";

const messageSchema = z.looseObject({
  channel: z.string(),
  to: z.string(),
  text: z.string(),
  at: z.string(),
});
const messagesSchema = z.object({ value: z.array(messageSchema) });
export type Message = z.infer<typeof messageSchema>;
export type Channel = "teams-workflow" | "sms";

export interface OutboxControl {
  readonly url: string;
  /** Oldest first. */
  messages(): Promise<Message[]>;
  /** `teams-workflow OFFLINE`, `sms RECOVERED` and the like: channel and first word of each, in alphabetical order. */
  words(): Promise<string[]>;
  fail(fault: {
    channel: Channel;
    status: number;
    times: number;
    delayMs?: number;
    after?: boolean;
  }): Promise<void>;
}

export function openOutbox(url: string): OutboxControl {
  const messages = async (): Promise<Message[]> =>
    messagesSchema.parse(await (await fetch(`${url}/messages`)).json()).value;
  return {
    url,
    messages,
    words: async () =>
      (await messages()).map(({ channel, text }) => `${channel} ${firstWord(text)}`).toSorted(),
    fail: async (fault) => {
      const response = await fetch(`${url}/faults`, { method: "POST", body: JSON.stringify(fault) });
      if (response.status !== 201) throw new Error(await response.text());
    },
  };
}

function firstWord(text: string): string {
  return /^[A-Z]+/.exec(text)?.[0] ?? "";
}

/** One of each in both channels. */
export const toldOfOutage = ["sms OFFLINE", "teams-workflow OFFLINE"];
export const toldOfAll = [
  "sms OFFLINE",
  "sms RECOVERED",
  "teams-workflow OFFLINE",
  "teams-workflow RECOVERED",
];
