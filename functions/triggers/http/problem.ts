/** Errors as problem documents (RFC 9457). */
import type { HttpResponseInit } from "@azure/functions";

import { answer } from "./answer.ts";

/** What is wrong with one parameter. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

interface Problem {
  /** The last part of its type. */
  readonly name: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

function answerProblem({ name, ...rest }: Problem, headers: Record<string, string> = {}): HttpResponseInit {
  const body = { type: `urn:linewatch:problem:${name}`, ...rest };
  return answer(rest.status, body, { ...headers, "Content-Type": "application/problem+json" });
}

export function badQuery(errors: readonly FieldError[]): HttpResponseInit {
  return answerProblem({
    name: "bad-query",
    title: "The query cannot be read",
    status: 400,
    detail: errors.map(({ field, message }) => `${field}: ${message}`).join("; "),
    errors,
  });
}

/** `what`: what was asked for, with its article. */
export function notFound(what: string): HttpResponseInit {
  return answerProblem({
    name: "not-found",
    title: "Not found",
    status: 404,
    detail: `There is no such ${what}. Ids are case-sensitive.`,
  });
}

export function ambiguousHub(hubs: readonly string[]): HttpResponseInit {
  return answerProblem({
    name: "ambiguous-hub",
    title: "The id is on several hubs",
    status: 409,
    detail: `Ask again with one of ?hub=${hubs.join(", ?hub=")}.`,
    errors: [{ field: "hub", message: `one of ${hubs.join(", ")}` }],
  });
}

export function tryLater(retryAfterSeconds: number): HttpResponseInit {
  return answerProblem(
    {
      name: "store-unavailable",
      title: "The store does not answer",
      status: 503,
      detail: "The store is down, throttled or slow. Nothing is lost; ask again later.",
    },
    { "Retry-After": String(retryAfterSeconds) },
  );
}

export function unexpected(): HttpResponseInit {
  return answerProblem({
    name: "unexpected",
    title: "Something went wrong",
    status: 500,
    detail: "The request could not be answered; the log says why.",
  });
}
