/** Whether the product can do its work, and what stands in its way. Says no secret and no id: anybody may ask. */
import type { Instant } from "../../domain/time.ts";
import { QUEUE_NAMES } from "../ports.ts";
import type { Clock, Log, Queues, Store } from "../ports.ts";

/** A receiver that the configuration leaves without what it needs. `reason` names no value. */
export interface DisabledReceiver {
  readonly receiver: string;
  readonly reason: string;
}

export interface Health {
  /** `failing`: it cannot work. `degraded`: it works, and something waits for a person. */
  readonly status: "ok" | "degraded" | "failing";
  readonly asOf: Instant;
  readonly store: Answer;
  readonly queues: Answer;
  /** Messages that wait in each poison queue, by the name of its queue; empty while the queues do not answer. */
  readonly poison: Readonly<Record<string, number>>;
  readonly disabledReceivers: readonly DisabledReceiver[];
}

export type Answer = "ok" | "noAnswer";

interface Deps {
  readonly store: Pick<Store, "ping">;
  readonly queues: Pick<Queues, "count">;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  readonly disabledReceivers: readonly DisabledReceiver[];
  /** How long to wait for the store and for the queues. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 3_000;

export async function checkHealth(deps: Deps): Promise<Health> {
  const timeoutMs = deps.timeoutMs ?? TIMEOUT_MS;
  const asOf = deps.clock.now();
  const [store, queues] = await Promise.all([
    inTime(() => deps.store.ping().then(() => true), timeoutMs, noAnswerOf("store", deps.log)),
    inTime(() => countPoison(deps.queues), timeoutMs, noAnswerOf("queues", deps.log)),
  ]);
  const poison = queues ?? {};
  const { disabledReceivers } = deps;
  return {
    status: statusOf(store !== undefined && queues !== undefined, poison, disabledReceivers),
    asOf,
    store: store === undefined ? "noAnswer" : "ok",
    queues: queues === undefined ? "noAnswer" : "ok",
    poison,
    disabledReceivers,
  };
}

async function countPoison(queues: Pick<Queues, "count">): Promise<Health["poison"]> {
  const counts = QUEUE_NAMES.map(async (queue) => {
    const name = `${queue}-poison` as const;
    return [name, await queues.count(name)] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

function statusOf(
  answers: boolean,
  poison: Health["poison"],
  disabled: readonly DisabledReceiver[],
): Health["status"] {
  if (!answers) return "failing";
  return disabled.length > 0 || Object.values(poison).some((count) => count > 0) ? "degraded" : "ok";
}

/** An error may name hosts: it goes to the log, not to whoever asked. */
function noAnswerOf(part: string, log: Log): (error: unknown) => void {
  return (error) => log.warn("health.noAnswer", { part, error: String(error) });
}

/** What `work` gives, or undefined when it fails or takes longer. */
async function inTime<T>(
  work: () => Promise<T>,
  timeoutMs: number,
  onFailure: (error: unknown) => void,
): Promise<T | undefined> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([work(), late.promise]);
  } catch (error) {
    onFailure(error);
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
