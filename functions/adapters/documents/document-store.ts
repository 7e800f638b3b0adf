/** Everything the product keeps, over whichever engine holds the documents. */
import type { Store } from "../../application/ports.ts";
import { makeConnectionStore } from "./connection-store.ts";
import type { DocumentEngine } from "./container.ts";
import { makeDeliveryStore } from "./delivery-store.ts";
import { makeDrillStore } from "./drill-store.ts";
import { makeIncidentStore } from "./incident-store.ts";
import type { OnUnreadable } from "./reading.ts";
import { makeRejectedStore } from "./rejected-store.ts";
import { makeSweepStore } from "./sweep-store.ts";
import { makeTransitionStore } from "./transition-store.ts";

export function makeDocumentStore(engine: DocumentEngine, onUnreadable: OnUnreadable): Store {
  const incidents = engine.container("incidents");
  const settings = engine.container("settings");
  return {
    connections: makeConnectionStore(engine.container("connections"), onUnreadable),
    transitions: makeTransitionStore(engine.container("transitions"), onUnreadable),
    incidents: makeIncidentStore(incidents, settings, onUnreadable),
    deliveries: makeDeliveryStore(incidents, onUnreadable),
    rejected: makeRejectedStore(engine.container("rejected"), onUnreadable),
    sweeps: makeSweepStore(settings),
    drills: makeDrillStore(settings),
    async ping() {
      await settings.read("ping", "ping");
    },
    close: () => engine.close(),
  };
}
