/** A device or a module as its answers show it. Both have the same members, so that programs need one type for both. */
import * as z from "zod";

import { CONDITIONS } from "../../../application/queries/conditions.ts";
import { stateName, time } from "./values.ts";

export const gatewayShape = z.strictObject({
  agent: stateName.nullable(),
  hub: stateName.nullable(),
  verdict: z.enum(["site", "edgeHub", "edgeAgent", "none"]),
});

export const deviceShape = z.strictObject({
  hub: z.string(),
  deviceId: z.string(),
  moduleId: z.string().nullable(),
  state: stateName,
  since: time.nullable(),
  deadline: time.nullable(),
  lastConnectedAt: time.nullable(),
  lastDisconnectedAt: time.nullable(),
  lastSeenAt: time.nullable(),
  conditions: z.array(z.enum(CONDITIONS)).readonly(),
  tags: z.record(z.string(), z.string()),
  incidentId: z.string().nullable(),
  reason: z.string(),
  gateway: gatewayShape.nullable(),
});

export const deviceInFullShape = deviceShape.extend({ modules: z.array(deviceShape) });

/** A list has the modules where it was asked for one id. */
export const deviceRowShape = deviceShape.extend({ modules: z.array(deviceShape).exactOptional() });

export type DeviceAnswer = z.infer<typeof deviceShape>;
export type DeviceRowAnswer = z.infer<typeof deviceRowShape>;
export type DeviceInFullAnswer = z.infer<typeof deviceInFullShape>;
