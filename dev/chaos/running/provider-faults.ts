/** Asks the outbox to fail a share of the calls, in every way that a provider fails; and what came of it. */
import * as z from "zod";

import type { Channel } from "../../outbox/message.ts";

type Kind = "429" | "500" | "timeout" | "timeout, taken" | "closed" | "closed, taken";

/** Longer than the product waits for Teams (10 s). */
const SILENCE_MS = 11_000;
const WAYS: readonly (readonly [
  Kind,
  { status: number; delayMs?: number; after?: boolean; retryAfter?: number },
])[] = [
  ["429", { status: 429, retryAfter: 3 }],
  ["500", { status: 500 }],
  ["timeout", { status: 0, delayMs: SILENCE_MS }],
  ["timeout, taken", { status: 0, delayMs: SILENCE_MS, after: true }],
  ["closed", { status: 0 }],
  ["closed, taken", { status: 0, after: true }],
];
/** Silence costs much time and proves little more than a closed socket. */
const SHARES: Readonly<Record<Kind, number>> = {
  "429": 5,
  "500": 4,
  timeout: 1,
  "timeout, taken": 1,
  closed: 4,
  "closed, taken": 5,
};
const MOST = 10_000;

/** `rate` of all calls of both providers, Twilio's look-ups included, fail in one way or another. */
export async function failProviders(outbox: string, rate: number, seed: number): Promise<void> {
  const shares = Object.values(SHARES).reduce((sum, share) => sum + share, 0);
  for (const [place, [channel, on]] of callsOf().entries()) {
    // Each fault is met by what the ones before it have left.
    let left = 1;
    for (const [index, [kind, fault]] of WAYS.entries()) {
      const part = (rate * SHARES[kind]) / shares;
      const ask = { channel, on, ...fault, rate: part / left, seed: seed + 100 * place + index, times: MOST };
      left -= part;
      const response = await fetch(`${outbox}/faults`, { method: "POST", body: JSON.stringify(ask) });
      if (response.status !== 201) throw new Error(`The outbox takes no faults: ${await response.text()}`);
    }
  }
}

function callsOf(): (readonly [Channel, "send" | "lookup"])[] {
  return [
    ["teams-workflow", "send"],
    ["sms", "send"],
    ["sms", "lookup"],
  ];
}

const countsSchema = z.object({
  value: z.array(
    z.object({
      channel: z.string(),
      status: z.number(),
      delayMs: z.number(),
      after: z.boolean(),
      on: z.string(),
      met: z.number(),
    }),
  ),
});

export interface ProviderFaults {
  /** By kind. */
  readonly counts: ReadonlyMap<string, number>;
  /** Cards that were taken and whose answer nobody got. */
  readonly unheardCards: number;
}

/** Says what happened, and lets the providers answer again. */
export async function spareProviders(outbox: string): Promise<ProviderFaults> {
  const { value } = countsSchema.parse(await (await fetch(`${outbox}/faults`)).json());
  await fetch(`${outbox}/faults`, { method: "DELETE" });
  const counts = new Map<string, number>();
  let unheardCards = 0;
  for (const { channel, status, delayMs, after, met } of value) {
    const how = status > 0 ? String(status) : delayMs > 0 ? "timeout" : "closed";
    const kind = after ? `${how}, taken` : how;
    counts.set(kind, (counts.get(kind) ?? 0) + met);
    if (after && channel === "teams-workflow") unheardCards += met;
  }
  return { counts, unheardCards };
}
