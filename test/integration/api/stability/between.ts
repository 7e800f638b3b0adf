/** Puts writes between the reads of somebody who pages through a list, and so between his pages and within each. */
import type { Store } from "../../../../functions/application/ports.ts";

/** The store for the reader. `shares`: how many of the writes happen before each of his reads, over and over. */
export function makeDisturbed(
  store: Store,
  writes: readonly (() => Promise<void>)[],
  shares: readonly number[],
): Store {
  const left = [...writes];
  let reads = 0;
  const writesThen = async <Result>(read: () => Promise<Result>): Promise<Result> => {
    const share = shares[reads++ % shares.length] ?? 0;
    for (const write of left.splice(0, share)) await write();
    return read();
  };
  const { connections, incidents, transitions, rejected } = store;
  return {
    ...store,
    connections: {
      ...connections,
      page: (...asked) => writesThen(() => connections.page(...asked)),
      ofDevices: (...asked) => writesThen(() => connections.ofDevices(...asked)),
      ofDeviceId: (...asked) => writesThen(() => connections.ofDeviceId(...asked)),
    },
    incidents: { ...incidents, page: (...asked) => writesThen(() => incidents.page(...asked)) },
    transitions: {
      ...transitions,
      history: (...asked) => writesThen(() => transitions.history(...asked)),
      tombstones: (...asked) => writesThen(() => transitions.tombstones(...asked)),
    },
    rejected: { ...rejected, page: (...asked) => writesThen(() => rejected.page(...asked)) },
  };
}
