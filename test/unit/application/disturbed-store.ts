/** A store that fails in one of its writes, in the three ways in which a store can. */
import type { Store, Written } from "../../../functions/application/ports.ts";
import { TransientError } from "../../../functions/application/ports.ts";

export type Disturbance =
  /** Somebody else wrote first. */
  | "lost"
  /** The store failed and wrote nothing. */
  | "before"
  /** The store wrote, and its answer was lost. */
  | "after";

export interface Disturbed {
  readonly store: Store;
  /** How many writes were begun. */
  writes(): number;
}

/** The `nth` write (from 1) goes wrong; with 0 none does. Only a replacement can be lost: what else would be, fails. */
export function disturb(store: Store, nth: number, how: Disturbance): Disturbed {
  let count = 0;
  const fail = async (write: () => Promise<unknown>): Promise<never> => {
    if (how !== "after") throw new TransientError("the store does not answer");
    await write();
    throw new TransientError("the answer was lost");
  };
  const any = <R>(write: () => Promise<R>): Promise<R> => ((count += 1) === nth ? fail(write) : write());
  const conditional = async (write: () => Promise<Written>): Promise<Written> => {
    if ((count += 1) !== nth) return write();
    return how === "lost" ? undefined : fail(write);
  };
  const { connections, transitions, incidents, deliveries, rejected } = store;
  return {
    writes: () => count,
    store: {
      ...store,
      connections: {
        ...connections,
        create: (one) => any(() => connections.create(one)),
        replace: (one, version) => conditional(() => connections.replace(one, version)),
      },
      transitions: {
        ...transitions,
        record: (one) => any(() => transitions.record(one)),
        archive: (one) => any(() => transitions.archive(one)),
      },
      incidents: {
        ...incidents,
        createPointer: (one) => any(() => incidents.createPointer(one)),
        replacePointer: (one, version) => conditional(() => incidents.replacePointer(one, version)),
        create: (one) => any(() => incidents.create(one)),
        replace: (one, version) => conditional(() => incidents.replace(one, version)),
        createMembers: (id, part, members) => any(() => incidents.createMembers(id, part, members)),
        reserveCode: (code, id) => any(() => incidents.reserveCode(code, id)),
      },
      deliveries: {
        ...deliveries,
        create: (one) => any(() => deliveries.create(one)),
        replace: (one, version) => conditional(() => deliveries.replace(one, version)),
      },
      rejected: { ...rejected, keep: (one) => any(() => rejected.keep(one)) },
    },
  };
}
