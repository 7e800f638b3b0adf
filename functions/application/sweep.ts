/** Each minute: whatever is overdue, owed or unsent, though no message came for it. */
import type { Connection } from "../domain/connection.ts";
import { identityKey } from "../domain/identity.ts";
import { MINUTE_MS } from "../domain/time.ts";
import { applyEvidence } from "./apply-evidence.ts";
import type { Deps } from "./deps.ts";
import { lookAtIncident } from "./look-at-incident.ts";
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

/** One kind of unfinished work: how it is found, and how it is taken up. */
interface Chore<T> {
  readonly kind: Exclude<keyof Swept, "failed">;
  readonly list: (limit: number) => Promise<T[]>;
  readonly nameOf: (item: T) => string;
  readonly work: (item: T) => Promise<unknown>;
}

/** @throws TransientError when the store does not answer; one document's trouble is logged and counted. */
export async function sweep(deps: Deps): Promise<Swept> {
  const { connections, incidents, deliveries } = deps.store;
  const now = deps.clock.now();
  const nameOf = ({ identity }: Connection): string => identityKey(identity);
  const overdue = await takeUp(deps, {
    kind: "overdue",
    list: (limit) => connections.overdue(now, limit),
    nameOf,
    work: ({ identity }) => applyEvidence(deps, identity, { kind: "sweep" }),
  });
  const owing = await takeUp(deps, {
    kind: "owing",
    list: (limit) => connections.owing(now - OWED_FOR_MS, limit),
    nameOf,
    work: async ({ identity }) => {
      const saved = await connections.read(identity);
      if (saved !== undefined) await settleOwed(deps, saved);
    },
  });
  const looked = await takeUp(deps, {
    kind: "incidents",
    list: (limit) => incidents.due(now, limit),
    nameOf: ({ id }) => id,
    work: ({ id }) => lookAtIncident(deps, id, now),
  });
  const retried = await takeUp(deps, {
    kind: "deliveries",
    list: (limit) => deliveries.due(now, limit),
    nameOf: ({ id }) => id,
    work: ({ id, incidentId }) => retryDelivery(deps, incidentId, id),
  });
  return {
    overdue: overdue.taken,
    owing: owing.taken,
    incidents: looked.taken,
    deliveries: retried.taken,
    failed: overdue.failed + owing.failed + looked.failed + retried.failed,
  };
}

async function takeUp<T>(
  deps: Deps,
  { kind, list, nameOf, work }: Chore<T>,
): Promise<{ readonly taken: number; readonly failed: number }> {
  const seen = new Set<string>();
  let failed = 0;
  for (;;) {
    // What failed is still in the list: it must not hide what comes after it.
    const items = (await list(PAGE + failed)).filter((item) => !seen.has(nameOf(item)));
    if (items.length === 0) return { taken: seen.size, failed };
    for (const item of items) {
      seen.add(nameOf(item));
      try {
        await work(item);
      } catch (error) {
        failed += 1;
        deps.log.warn("sweep", { kind, reason: "failed", error: String(error) });
      }
    }
  }
}
