/** The kinds of unfinished work: how each is found by an index, and how one piece of it is taken up. */
import { deviceKey, identityKey } from "../../domain/identity.ts";
import type { Instant } from "../../domain/time.ts";
import { MINUTE_MS } from "../../domain/time.ts";
import { applyEvidence } from "../apply-evidence.ts";
import type { Deps } from "../deps.ts";
import { lookAtIncident } from "../look-at-incident.ts";
import { retryDelivery } from "../retry-delivery.ts";
import { settleOwed } from "../settle-owed.ts";

/** What is owed is usually being performed: only older debts are taken up. */
const OWED_FOR_MS = MINUTE_MS;

export type Kind = "overdue" | "owing" | "incidents" | "deliveries";

/** One piece of work. Whoever does it reads the document first: it may have been done meanwhile. */
export interface Item {
  readonly key: string;
  /** What must not be worked on twice at once. */
  readonly lane: string;
  /** Since when it waits. */
  readonly at: Instant;
  readonly work: () => Promise<unknown>;
}

export interface Chore {
  readonly kind: Kind;
  /** At most `limit`, those that wait since `from` at the longest; longest first. */
  readonly list: (limit: number, from?: Instant) => Promise<Item[]>;
}

/** Everything that is due at `now`; what falls due later is the next sweep's. */
export function choresOf(deps: Deps, now: Instant): readonly Chore[] {
  const { connections, incidents, deliveries } = deps.store;
  return [
    {
      kind: "overdue",
      list: async (limit, from) =>
        (await connections.overdue(now, limit, from)).map(({ identity, at }) => ({
          key: identityKey(identity),
          lane: deviceKey(identity),
          at,
          work: () => applyEvidence(deps, identity, { kind: "sweep" }),
        })),
    },
    {
      kind: "owing",
      list: async (limit, from) =>
        (await connections.owing(now - OWED_FOR_MS, limit, from)).map(({ identity, at }) => ({
          key: identityKey(identity),
          lane: deviceKey(identity),
          at,
          work: async () => {
            const saved = await connections.read(identity);
            if (saved !== undefined) await settleOwed(deps, saved);
          },
        })),
    },
    {
      kind: "incidents",
      list: async (limit, from) =>
        (await incidents.due(now, limit, from)).map(({ id, at }) => ({
          key: id,
          lane: id,
          at,
          work: () => lookAtIncident(deps, id, now),
        })),
    },
    {
      kind: "deliveries",
      list: async (limit, from) =>
        (await deliveries.due(now, limit, from)).map(({ id, incidentId, at }) => ({
          key: id,
          lane: incidentId,
          at,
          work: () => retryDelivery(deps, incidentId, id),
        })),
    },
  ];
}
