/** A transition inside a document that says whose it is: in a connection's debts and in the history. */
import * as z from "zod";
import type { Identity } from "../../domain/identity.ts";
import type { Transition } from "../../domain/transition.ts";
import { instant, sequence, sequenceText } from "./fields.ts";

export const transitionFields = {
  state: z.enum(["online", "suspect", "offline", "recovering", "deleted"]),
  at: instant,
  cause: sequence.optional(),
  noticedAt: instant,
  source: z.enum(["event", "reconcile"]),
  hidden: z.literal(true).optional(),
  retractedAt: instant.optional(),
};

export const transitionShape = z.strictObject(transitionFields);

/** Leaves out the identity: the document around it says it. */
export function shapeOfTransition({
  identity: _identity,
  cause,
  ...same
}: Transition): z.input<typeof transitionShape> {
  return cause === undefined ? same : { ...same, cause: sequenceText(cause) };
}

export function transitionOfShape(identity: Identity, shape: z.output<typeof transitionShape>): Transition {
  return { identity, ...shape };
}
