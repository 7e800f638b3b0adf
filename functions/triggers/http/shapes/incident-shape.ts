/** An incident as its answers show it. */
import * as z from "zod";

import { INCIDENT_STATES } from "../../../application/queries/list-incidents.ts";
import { PURPOSES } from "../../../domain/delivery.ts";
import { INCIDENT_KINDS } from "../../../domain/incident.ts";
import { CAUSES } from "../../../domain/notice.ts";
import { channel, count, stateName, time } from "./values.ts";

export const incidentShape = z.strictObject({
  id: z.string(),
  code: z.string(),
  kind: z.enum(INCIDENT_KINDS),
  state: z.enum(INCIDENT_STATES),
  hub: z.string(),
  subject: z.string(),
  openedAt: time,
  announcedAt: time.nullable(),
  since: time.nullable(),
  endedAt: time.nullable(),
  resolvedAt: time.nullable(),
  duration: z.iso.duration().nullable(),
  outcome: z.enum(["recovered", "closed", "unspoken"]).nullable(),
  cause: z.enum(CAUSES).nullable(),
  count,
});

const memberShape = z.strictObject({
  hub: z.string(),
  deviceId: z.string(),
  moduleId: z.string().nullable(),
  state: stateName.nullable(),
  from: time,
  to: time.nullable(),
});

const deliveryShape = z.strictObject({
  purpose: z.enum([...PURPOSES, "undelivered"]),
  target: z.string(),
  channel,
  state: z.enum(["claimed", "pending", "sent", "failed", "dead"]),
  attempts: count,
  createdAt: time,
  at: time.nullable(),
  nextAttemptAt: time.nullable(),
  receipt: z.string().nullable(),
  error: z.string().nullable(),
});

const toldShape = z.strictObject({ target: z.string(), channel, at: time });

export const incidentInFullShape = incidentShape.extend({
  members: z.array(memberShape),
  deliveries: z.array(deliveryShape),
  told: z.array(toldShape),
});

export type IncidentAnswer = z.infer<typeof incidentShape>;
export type IncidentInFullAnswer = z.infer<typeof incidentInFullShape>;
export type MemberAnswer = z.infer<typeof memberShape>;
export type DeliveryAnswer = z.infer<typeof deliveryShape>;
