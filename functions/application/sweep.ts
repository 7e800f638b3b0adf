/** Each minute: whatever is overdue, owed or unsent, though no message came for it. */
import { MINUTE_MS } from "../domain/time.ts";
import { identityKey } from "../domain/identity.ts";
import { applyEvidence } from "./apply-evidence.ts";
import type { Deps } from "./deps.ts";
import { lookAtIncident } from "./look-at-incident.ts";
import { TransientError } from "./ports.ts";
import { retryDelivery } from "./retry-delivery.ts";
import { settleOwed } from "./settle-owed.ts";

/** What is owed is usually being performed: only older debts are taken up. */
const OWED_FOR_MS = MINUTE_MS;
const PAGE = 200;

export interface Swept {
  readonly overdue: number;
  readonly owing: number;
  readonly incidents: number;
  readonly deliveries: number;
  readonly failed: number;
}

/** @throws TransientError when the store does not answer; a single document's failure is logged and counted. */
export async function sweep(deps: Deps): Promise<Swept> {
  const { connections, incidents, deliveries } = deps.store;
  const now = deps.clock.now();
  let failed = 0;
  const each = async <T>(
    kind: string,
    list: (limit: number) => Promise<T[]>,
    nameOf: (item: T) => string,
    work: (item: T) => Promise<unknown>,
  ): Promise<number> => {
    const done = new Set<string>();
    for (;;) {
      const fresh = (await list(PAGE)).filter((item) => !done.has(nameOf(item)));
      if (fresh.length === 0) return done.size;
      for (const item of fresh) {
        done.add(nameOf(item));
        failed += await attempt(deps, kind, nameOf(item), () => work(item));
      }
    }
  };
  return {
    overdue: await each(
      "overdue",
      (limit) => connections.overdue(now, limit),
      ({ identity }) => identityKey(identity),
      ({ identity }) => applyEvidence(deps, identity, { kind: "sweep" }),
    ),
    owing: await each(
      "owing",
      (limit) => connections.owing(now - OWED_FOR_MS, limit),
      ({ identity }) => identityKey(identity),
      async ({ identity }) => {
        const saved = await connections.read(identity);
        if (saved !== undefined) await settleOwed(deps, saved);
      },
    ),
    incidents: await each(
      "incident",
      (limit) => incidents.due(now, limit),
      ({ id }) => id,
      ({ id }) => lookAtIncident(deps, id, now),
    ),
    deliveries: await each(
      "delivery",
      (limit) => deliveries.due(now, limit),
      ({ id }) => id,
      ({ id, incidentId }) => retryDelivery(deps, incidentId, id),
    ),
    failed,
  };
}

/** 1 when it failed: one identity's trouble must not keep the others waiting. */
async function attempt(deps: Deps, kind: string, name: string, work: () => Promise<unknown>): Promise<0 | 1> {
  try {
    await work();
    return 0;
  } catch (error) {
    if (!(error instanceof TransientError)) throw error;
    deps.log.warn("sweep", { kind, name, reason: "failed", error: error.message });
    return 1;
  }
}
