/** `GET /api/health`: open to anybody, so it names parts and receivers, and neither ids nor values. */
import { makeCached } from "../../application/queries/cached.ts";
import { checkHealth } from "../../application/queries/check-health.ts";
import type { Health } from "../../application/queries/check-health.ts";
import type { ApiDeps } from "./api-route.ts";
import { time } from "./render-time.ts";
import { live } from "./reply.ts";
import type { ApiHandler } from "./serve.ts";
import type { FaultsAnswer, HealthAnswer } from "./shapes/overview-shapes.ts";

const TTL_MS = 10_000;

/** Queries are ignored here: probes append what they like to keep caches away. */
export function makeReadHealth(deps: ApiDeps): ApiHandler<HealthAnswer> {
  const read = makeCached(deps.clock, TTL_MS, () => checkHealth(deps));
  return async () => {
    const health = await read();
    const body = { ...health, asOf: time(health.asOf), problems: problemsOf(health) };
    return live(health.status === "failing" ? 503 : 200, body);
  };
}

/** What the app says of itself where its configuration keeps it from doing anything else. */
export function makeReadFaults(faults: readonly string[]): ApiHandler<FaultsAnswer> {
  return async () => live(503, { status: "failing", problems: faults });
}

/** In sentences, for people. */
function problemsOf({ store, queues, poison, disabledReceivers }: Health): string[] {
  return [
    ...(store === "ok" ? [] : ["The store does not answer."]),
    ...(queues === "ok" ? [] : ["The queues do not answer."]),
    ...Object.entries(poison)
      .filter(([, count]) => count > 0)
      .map(([queue, count]) => `Messages in ${queue}: ${count}.`),
    ...disabledReceivers.map(({ receiver, reason }) => `Receiver ${receiver} is disabled: ${reason}.`),
  ];
}
