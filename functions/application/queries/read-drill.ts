/** How far a drill has come: each queue that it went through, and what became of each of its messages. */
import type { Delivery } from "../../domain/delivery.ts";
import { deliveryId } from "../../domain/delivery.ts";
import { DRILL_HUB } from "../../domain/drill.ts";
import type { Drill } from "../../domain/drill.ts";
import type { Incident } from "../../domain/incident.ts";
import { targetsOf } from "../../domain/policy.ts";
import type { Policy } from "../../domain/policy.ts";
import type { Instant } from "../../domain/time.ts";
import type { QueueName, Store } from "../ports.ts";

/** A queue, and when the drill's message was worked off: its event, its deadline, its incident's first look. */
export interface Hop {
  readonly name: QueueName;
  readonly at?: Instant | undefined;
}

/** One message of the drill, and which of its receivers it is for. */
export interface DrillDelivery {
  readonly receiver: string;
  readonly delivery: Delivery;
}

export interface DrillView {
  readonly drill: Drill;
  /** `passed`: through all queues, and every message accepted. `failed`: one of them never will be. */
  readonly state: "running" | "passed" | "failed";
  readonly hops: readonly Hop[];
  readonly deliveries: readonly DrillDelivery[];
}

/** `undefined`: there was no such drill within the last hour. */
export async function readDrill(store: Store, policy: Policy, id: string): Promise<DrillView | undefined> {
  const drill = await store.drills.read(id);
  if (drill === undefined) return undefined;
  const connection = (await store.connections.read({ hub: DRILL_HUB, deviceId: id }))?.value;
  const incidentId = connection?.incidents.outage?.id;
  const incident = incidentId === undefined ? undefined : (await store.incidents.read(incidentId))?.value;
  const found = incidentId === undefined ? [] : await store.deliveries.ofIncident(incidentId);
  const hops: Hop[] = [
    { name: "events", at: connection?.recent.at(0)?.noticedAt },
    { name: "deadlines", at: connection?.changedAt },
    { name: "notifications", at: incident?.announcedAt },
  ];
  const deliveries = incidentId === undefined ? [] : deliveriesOf(drill, policy, incidentId, found);
  return { drill, state: stateOf(incident, hops, found), hops, deliveries };
}

/** A place that several receivers share gets one message, which counts for the first of them. */
function deliveriesOf(
  { receivers }: Drill,
  policy: Policy,
  incidentId: string,
  found: readonly Delivery[],
): DrillDelivery[] {
  const rest = new Map(found.map((delivery) => [delivery.id, delivery]));
  return receivers.flatMap((receiver) =>
    targetsOf({ notify: [receiver] }, policy).flatMap((target): DrillDelivery[] => {
      const id = deliveryId(incidentId, "opening", target);
      const delivery = rest.get(id);
      rest.delete(id);
      return delivery === undefined ? [] : [{ receiver, delivery }];
    }),
  );
}

/** By whom the incident has told, whatever the policy says by now. */
function stateOf(
  incident: Incident | undefined,
  hops: readonly Hop[],
  found: readonly Delivery[],
): DrillView["state"] {
  const states = found.map(({ state }) => state.name);
  if (states.some((name) => name === "failed" || name === "dead")) return "failed";
  const isThrough = hops.every(({ at }) => at !== undefined);
  const sent = states.filter((name) => name === "sent").length;
  return isThrough && sent === incident?.told.length ? "passed" : "running";
}
