/** `DeliveryStore` over documents; deliveries lie beside their incident. */
import * as z from "zod";
import type { DeliveryStore } from "../../application/ports.ts";
import { isSettled, type Delivery } from "../../domain/delivery.ts";
import { isDrill } from "../../domain/drill.ts";
import { groupOfIncident } from "../../domain/incident.ts";
import { beginsWith, type DocumentContainer } from "./container.ts";
import { LIFETIME_S } from "./containers.ts";
import { deliveryFromDocument, deliveryToDocument } from "./delivery-document.ts";
import { makeListDue } from "./due.ts";
import { readAll, readOne, type OnUnreadable } from "./reading.ts";

const dueSchema = z.object({ id: z.string(), incidentId: z.string() });

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
    due: makeListDue(container, {
      field: "attemptAt",
      select: ["id", "incidentId"],
      read: (body) => dueSchema.parse(body),
      onUnreadable,
    }),
  };
}

function lifetimeOf({ state, notice }: Delivery): number | undefined {
  if (isDrill(notice)) return LIFETIME_S.drill;
  return isSettled(state) ? LIFETIME_S.ofIncident : undefined;
}
