/** Why somebody is told of an identity, or is not, as its answers show it. */
import * as z from "zod";

import { VERDICTS } from "../../../domain/explain-finding.ts";
import type { GateName } from "../../../domain/explain-finding.ts";
import { INCIDENT_KINDS } from "../../../domain/incident.ts";
import { gatewayShape } from "./device-shape.ts";
import { stateName, time } from "./values.ts";

/** Durations are texts, too. */
const numbers = z.record(z.string(), z.union([z.number(), z.string().min(1)]));

function gateShape<Gate extends GateName>(gate: Gate) {
  return z.strictObject({
    gate: z.literal(gate),
    verdict: z.enum(VERDICTS[gate]),
    reason: z.string(),
    at: time.nullable(),
    until: time.nullable(),
    numbers,
  });
}

const gatesShape = z.array(
  z.discriminatedUnion("gate", [
    gateShape("life"),
    gateShape("sequence"),
    gateShape("grace"),
    gateShape("renewal"),
    gateShape("flap"),
    gateShape("parent"),
    gateShape("group"),
  ]),
);

export const explanationShape = z.strictObject({
  hub: z.string(),
  deviceId: z.string(),
  moduleId: z.string().nullable(),
  at: time,
  state: stateName,
  told: z.array(
    z.strictObject({ incidentId: z.string(), code: z.string(), kind: z.enum(INCIDENT_KINDS), at: time }),
  ),
  stoppedBy: z.enum(["life", "sequence", "grace", "renewal", "flap", "parent", "group"]).nullable(),
  gateway: gatewayShape.nullable(),
  gates: gatesShape,
});

export type ExplanationAnswer = z.infer<typeof explanationShape>;
