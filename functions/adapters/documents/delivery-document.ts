/** The document of a delivery, in the partition of its incident's group; its id begins with the incident's. */
import * as z from "zod";
import { PURPOSES } from "../../domain/delivery.ts";
import type { Delivery, DeliveryState } from "../../domain/delivery.ts";
import { groupOfIncident } from "../../domain/incident.ts";
import type { DocumentBody } from "./container.ts";
import { instant, version } from "./fields.ts";
import { noticeShape, shapeOfNotice, shapeOfTarget, targetShape } from "./notice-shape.ts";

const common = {
  v: version,
  id: z.string(),
  pk: z.string(),
  type: z.literal("delivery"),
  incidentId: z.string(),
  purpose: z.enum([...PURPOSES, "undelivered"]),
  revision: z.number().optional(),
  target: targetShape,
  notice: noticeShape,
  attempts: z.number(),
  createdAt: instant,
};

/** `attemptAt`: when somebody has to act if nobody did: the end of a claim, or the next attempt. */
const schema = z.discriminatedUnion("state", [
  z.strictObject({ ...common, state: z.literal("claimed"), attemptAt: instant }),
  z.strictObject({
    ...common,
    state: z.literal("pending"),
    attemptAt: instant,
    error: z.string().exactOptional(),
    paced: z.literal(true).exactOptional(),
  }),
  z.strictObject({ ...common, state: z.literal("sent"), settledAt: instant, receipt: z.string() }),
  z.strictObject({ ...common, state: z.literal("failed"), settledAt: instant, error: z.string() }),
  z.strictObject({
    ...common,
    state: z.literal("dead"),
    settledAt: instant,
    error: z.string(),
    /** Present while people have yet to hear of it. */
    attemptAt: instant.exactOptional(),
  }),
]);

type Shape = z.output<typeof schema>;

function shapeOfState(state: DeliveryState) {
  switch (state.name) {
    case "claimed":
      return { state: state.name, attemptAt: state.until };
    case "pending":
      return {
        state: state.name,
        attemptAt: state.nextAttemptAt,
        ...(state.error === undefined ? {} : { error: state.error }),
        ...(state.paced === undefined ? {} : { paced: state.paced }),
      };
    case "sent":
      return { state: state.name, settledAt: state.at, receipt: state.receipt };
    case "failed":
      return { state: state.name, settledAt: state.at, error: state.error };
    case "dead":
      return {
        state: state.name,
        settledAt: state.at,
        error: state.error,
        ...(state.untold === undefined ? {} : { attemptAt: state.at }),
      };
    default:
      return state satisfies never;
  }
}

function stateOfShape(shape: Shape): DeliveryState {
  switch (shape.state) {
    case "claimed":
      return { name: shape.state, until: shape.attemptAt };
    case "pending":
      return {
        name: shape.state,
        nextAttemptAt: shape.attemptAt,
        ...(shape.error === undefined ? {} : { error: shape.error }),
        ...(shape.paced === undefined ? {} : { paced: shape.paced }),
      };
    case "sent":
      return { name: shape.state, at: shape.settledAt, receipt: shape.receipt };
    case "failed":
      return { name: shape.state, at: shape.settledAt, error: shape.error };
    case "dead":
      return {
        name: shape.state,
        at: shape.settledAt,
        error: shape.error,
        ...(shape.attemptAt === undefined ? {} : { untold: true }),
      };
    default:
      return shape satisfies never;
  }
}

export function deliveryToDocument(delivery: Delivery): DocumentBody {
  const { id, incidentId, group, state, target, notice, ...same } = delivery;
  if (groupOfIncident(incidentId) !== group || !id.startsWith(`${incidentId}!`)) {
    throw new Error(`the delivery ${id} is not of the incident ${incidentId} in the group ${group}`);
  }
  return z.encode(schema, {
    v: 1,
    id,
    pk: group,
    type: "delivery",
    incidentId,
    ...shapeOfState(state),
    ...same,
    target: shapeOfTarget(target),
    notice: shapeOfNotice(notice),
  });
}

export function deliveryFromDocument(body: unknown): Delivery {
  const shape = schema.parse(body);
  const { id, incidentId, pk, purpose, revision, target, notice, attempts, createdAt } = shape;
  return {
    id,
    incidentId,
    group: pk,
    purpose,
    ...(revision === undefined ? {} : { revision }),
    target,
    notice,
    state: stateOfShape(shape),
    attempts,
    createdAt,
  };
}
