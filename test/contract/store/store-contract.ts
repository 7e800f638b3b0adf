/** What every store promises, whatever holds its documents: run by each adapter on its own engine. */
import { describe } from "vitest";
import type { OpenStore } from "./harness.ts";
import { describeConnections } from "./connections.ts";
import { describeDeliveries } from "./deliveries.ts";
import { describeDrills } from "./drills.ts";
import { describeHistory } from "./history.ts";
import { describeIncidents } from "./incidents.ts";
import { describeRejected } from "./rejected.ts";
import { describeSweeps } from "./sweeps.ts";
import { describeTopology } from "./topology.ts";
import { describeUnreadable } from "./unreadable.ts";

/** `open` gives an empty store each time. */
export function describeStore(name: string, open: OpenStore): void {
  describe(`store contract: ${name}`, () => {
    describeConnections(open);
    describeTopology(open);
    describeHistory(open);
    describeIncidents(open);
    describeDeliveries(open);
    describeRejected(open);
    describeSweeps(open);
    describeDrills(open);
    describeUnreadable(open);
  });
}
