/** A store whose answers take their time, so that work done at once interleaves, and which fails now and then. */
import { TransientError } from "../../functions/application/ports.ts";
import type { Store } from "../../functions/application/ports.ts";

export interface Unruliness {
  /** Uniform in [0, 1), and the same every time. */
  readonly random: () => number;
  /** The share of calls that fail: half of them before they took effect, half of them after. */
  faults: number;
}

export function makeUnruly(store: Store, unruliness: Unruliness): Store {
  const { random } = unruliness;
  const pause = async (): Promise<void> => {
    for (let turns = Math.floor(random() * 4); turns > 0; turns -= 1) {
      await new Promise((resolve) => void setImmediate(resolve));
    }
  };
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    await pause();
    const chance = random();
    if (chance < unruliness.faults / 2) throw new TransientError("the store does not answer");
    const answer = await work();
    if (chance < unruliness.faults) throw new TransientError("the answer was lost");
    await pause();
    return answer;
  };
  const { connections, transitions, incidents, deliveries } = store;
  return {
    ...store,
    connections: {
      ...connections,
      read: (identity) => call(() => connections.read(identity)),
      create: (one) => call(() => connections.create(one)),
      replace: (one, version) => call(() => connections.replace(one, version)),
      ofIncident: (id) => call(() => connections.ofIncident(id)),
      overdue: (until, limit) => call(() => connections.overdue(until, limit)),
      owing: (until, limit) => call(() => connections.owing(until, limit)),
    },
    transitions: {
      ...transitions,
      record: (one) => call(() => transitions.record(one)),
      archive: (all) => call(() => transitions.archive(all)),
    },
    incidents: {
      ...incidents,
      readPointer: (group) => call(() => incidents.readPointer(group)),
      createPointer: (one) => call(() => incidents.createPointer(one)),
      replacePointer: (one, version) => call(() => incidents.replacePointer(one, version)),
      read: (id) => call(() => incidents.read(id)),
      create: (one) => call(() => incidents.create(one)),
      replace: (one, version) => call(() => incidents.replace(one, version)),
      createMembers: (id, part, members) => call(() => incidents.createMembers(id, part, members)),
      reserveCode: (code, id) => call(() => incidents.reserveCode(code, id)),
      due: (until, limit) => call(() => incidents.due(until, limit)),
    },
    deliveries: {
      ...deliveries,
      read: (incident, id) => call(() => deliveries.read(incident, id)),
      create: (one) => call(() => deliveries.create(one)),
      replace: (one, version) => call(() => deliveries.replace(one, version)),
      due: (until, limit) => call(() => deliveries.due(until, limit)),
    },
  };
}
