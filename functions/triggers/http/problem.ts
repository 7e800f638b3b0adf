/** The errors that callers meet. Each says what to do about it. */
import type { Refused } from "./reply.ts";
import type { FieldError, PROBLEMS, ProblemAnswer } from "./shapes/problem-shape.ts";

/** A request can have thousands of wrong parameters; this many are named. */
const NAMED_ERRORS = 20;

function refused(
  name: (typeof PROBLEMS)[number],
  problem: Omit<ProblemAnswer, "type">,
  headers: Refused["headers"] = {},
): Refused {
  return { name: "refused", problem: { type: `urn:linewatch:problem:${name}`, ...problem }, headers };
}

export function badRequest(errors: readonly FieldError[]): Refused {
  const named = errors.slice(0, NAMED_ERRORS);
  const rest = errors.length - named.length;
  const sentences = named.map(({ field, message }) => `${field}: ${message}`);
  return refused("bad-request", {
    title: "The request cannot be read",
    status: 400,
    detail: [...sentences, ...(rest > 0 ? [`and ${rest} more`] : [])].join("; "),
    errors: named,
  });
}

export function queryTooLong(limit: number): Refused {
  return refused("query-too-long", {
    title: "The query is too long",
    status: 414,
    detail: `A query has at most ${limit} characters; no set of parameters needs more.`,
  });
}

export function methodNotAllowed(method: string, allowed: readonly string[]): Refused {
  const detail = `${method} does nothing here; this address takes ${allowed.join(" and ")}.`;
  return refused(
    "method-not-allowed",
    { title: "This method is not allowed", status: 405, detail },
    { Allow: allowed.join(", ") },
  );
}

const WHERE_TO_LOOK = {
  drill: "A drill is kept for an hour; POST /api/drill starts one.",
  device: "Ids are case-sensitive; GET /api/devices?q= finds them by a part.",
  module: "Ids are case-sensitive; the device's own answer lists its modules.",
  incident: "Percent-encode the id, or use the short code of a message; GET /api/incidents lists them.",
};

export function notFound(what: keyof typeof WHERE_TO_LOOK): Refused {
  const detail = `There is no such ${what}. ${WHERE_TO_LOOK[what]}`;
  return refused("not-found", { title: "Not found", status: 404, detail });
}

export function ambiguousHub(hubs: readonly string[]): Refused {
  return refused("ambiguous-hub", {
    title: "The id is on several hubs",
    status: 409,
    detail: `Ask again with one of ?hub=${hubs.join(", ?hub=")}.`,
    errors: [{ field: "hub", message: `one of ${hubs.join(", ")}` }],
  });
}

/** `instance`: this one request, by a name that the log has too. */
export function tryLater(retryAfterSeconds: number, instance: string): Refused {
  return refused(
    "store-unavailable",
    {
      title: "The store does not answer",
      status: 503,
      detail: `The store is down, throttled or slow. Nothing is lost; ask again in ${retryAfterSeconds} s.`,
      instance,
    },
    { "Retry-After": String(retryAfterSeconds) },
  );
}

export function unexpected(instance: string): Refused {
  return refused("unexpected", {
    title: "Something went wrong",
    status: 500,
    detail: "The request could not be answered. The log says why, under this instance's id.",
    instance,
  });
}
