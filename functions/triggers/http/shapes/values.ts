/** Values that several answers have. */
import * as z from "zod";

/** RFC 3339 in UTC with milliseconds. */
export const time = z.iso.datetime({ precision: 3 });

export const count = z.int().nonnegative();

/** An identity's state, as everything but its conditions says it. */
export const stateName = z.enum(["new", "online", "suspect", "offline", "recovering", "deleted"]);

export const channel = z.enum(["teams-workflow", "sms"]);
