/** `DeliveryStore` over documents; deliveries lie beside their incident. */
import type { DeliveryStore } from "../../application/ports.ts";
import { isSettled, type Delivery } from "../../domain/delivery.ts";
import { groupOfIncident } from "../../domain/incident.ts";
import { beginsWith, type DocumentContainer } from "./container.ts";
import { LIFETIME_S } from "./containers.ts";
import { deliveryFromDocument, deliveryToDocument } from "./delivery-document.ts";
import { readAll, readList, readOne, type OnUnreadable } from "./reading.ts";

export function makeDeliveryStore(container: DocumentContainer, onUnreadable: OnUnreadable): DeliveryStore {
  return {
    read: (incidentId, deliveryId) =>
      readOne(container, groupOfIncident(incidentId), deliveryId, deliveryFromDocument),
    create: (delivery) => container.create(deliveryToDocument(delivery), lifetimeOf(delivery)),
    replace: (delivery, version) =>
      container.replace(deliveryToDocument(delivery), version, lifetimeOf(delivery)),
    async ofIncident(incidentId) {
      const where = [
        ...beginsWith("id", `${incidentId}!`),
        { field: "type", is: "=", value: "delivery" } as const,
      ];
      const query = { partition: groupOfIncident(incidentId), where };
      const found = await readAll(container, query, deliveryFromDocument, onUnreadable);
      return found.map(({ value }) => value);
    },
    async due(until, limit) {
      const query = {
        where: [{ field: "attemptAt", is: "<=", value: until }],
        orderBy: "attemptAt",
        limit,
      } as const;
      const found = await readList(container, query, deliveryFromDocument, onUnreadable);
      return found.map(({ value }) => value);
    },
  };
}

function lifetimeOf({ state }: Delivery): number | undefined {
  return isSettled(state) ? LIFETIME_S.incident : undefined;
}
