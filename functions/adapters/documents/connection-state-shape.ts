/** A connection's state as fields at the top level of its document, where they can be queried. */
import * as z from "zod";
import type { ConnectionState } from "../../domain/connection.ts";
import type { Instant } from "../../domain/time.ts";
import { instant, sequence, sequenceText } from "./fields.ts";

const begun = { since: instant, cause: sequence };

/**
 * The fields of each state. `since` of `new` is its registration, of `deleted` the deletion. `deadline` is when the sweep
 * has to look: the state's own, or else when time alone changes something.
 */
export const stateFields = {
  new: { state: z.literal("new"), since: instant.optional() },
  online: { state: z.literal("online"), ...begun, deadline: instant.optional() },
  suspect: { state: z.literal("suspect"), ...begun, deadline: instant },
  offline: { state: z.literal("offline"), ...begun, deadline: instant.optional() },
  recovering: { state: z.literal("recovering"), ...begun, deadline: instant, offlineSince: instant },
  deleted: { state: z.literal("deleted"), since: instant },
};

type Fields = typeof stateFields;
type Read = { [Name in keyof Fields]: z.output<z.ZodObject<Fields[Name]>> }[keyof Fields];
type Written = { [Name in keyof Fields]: z.input<z.ZodObject<Fields[Name]>> }[keyof Fields];

export function shapeOfState(state: ConnectionState, wakeAt: Instant | undefined): Written {
  switch (state.name) {
    case "new":
      return { state: "new", since: state.registeredAt };
    case "online":
      return { state: "online", since: state.since, cause: sequenceText(state.cause), deadline: wakeAt };
    case "suspect":
      return {
        state: "suspect",
        since: state.since,
        cause: sequenceText(state.cause),
        deadline: state.deadline,
      };
    case "offline":
      return { state: "offline", since: state.since, cause: sequenceText(state.cause), deadline: wakeAt };
    case "recovering": {
      const { since, cause, deadline, offlineSince } = state;
      return { state: "recovering", since, cause: sequenceText(cause), deadline, offlineSince };
    }
    case "deleted":
      return { state: "deleted", since: state.at };
    default:
      return state satisfies never;
  }
}

export function stateOfShape(shape: Read): ConnectionState {
  switch (shape.state) {
    case "new":
      return { name: "new", registeredAt: shape.since };
    case "online":
      return { name: "online", since: shape.since, cause: shape.cause };
    case "suspect":
      return { name: "suspect", since: shape.since, cause: shape.cause, deadline: shape.deadline };
    case "offline":
      return { name: "offline", since: shape.since, cause: shape.cause };
    case "recovering": {
      const { since, cause, deadline, offlineSince } = shape;
      return { name: "recovering", since, cause, deadline, offlineSince };
    }
    case "deleted":
      return { name: "deleted", at: shape.since };
    default:
      return shape satisfies never;
  }
}
