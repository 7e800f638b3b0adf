/** What the receivers' suites ask of the outbox over its HTTP interface, and the notices they send to it. */
import * as z from "zod";
import type { Notice } from "../../../functions/domain/notice.ts";

export interface OutboxFault {
  readonly channel: "teams-workflow" | "sms";
  readonly status: number;
  readonly retryAfter?: number;
  readonly delayMs?: number;
  readonly times?: number;
  readonly after?: boolean;
  readonly code?: number | string;
  readonly on?: "send" | "lookup";
}

const messagesSchema = z.object({
  value: z.array(z.object({ channel: z.string(), to: z.string(), text: z.string(), body: z.unknown() })),
});
type OutboxMessage = z.infer<typeof messagesSchema>["value"][number];

export interface OutboxControl {
  /** The next answer fails like this. */
  fail(fault: OutboxFault): Promise<void>;
  messages(): Promise<OutboxMessage[]>;
  clear(): Promise<void>;
}

export function controlOutbox(url: string): OutboxControl {
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(url + path, init);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    fail: async (fault) => {
      await ask("POST", "/faults", { times: 1, ...fault });
    },
    messages: async () => messagesSchema.parse(await (await ask("GET", "/messages")).json()).value,
    clear: async () => {
      await ask("DELETE", "/faults");
      await ask("DELETE", "/messages");
    },
  };
}

export const offlineNotice: Notice = {
  word: "OFFLINE",
  code: "K7QM",
  incidentId: "contoso-hub!rpihat2!1",
  hub: "contoso-hub",
  subject: "rpihat2",
  count: 3,
  names: ["$edgeAgent", "$edgeHub", "SimulatedTemperatureSensor"],
  at: Date.parse("2026-11-21T13:02:10Z"),
  since: Date.parse("2026-11-21T13:02:10Z"),
  zone: "Europe/Oslo",
};

export const recoveredNotice: Notice = {
  ...offlineNotice,
  word: "RECOVERED",
  until: offlineNotice.since + 20_000,
};
