/** What a route replies, before it becomes HTTP: a body in the route's shape, or a problem. */
import type { ProblemAnswer } from "./shapes/problem-shape.ts";

export type Reply<Body> = Ok<Body> | Live<Body> | Refused;

/** Whoever has it may ask whether it is still the same. */
interface Ok<Body> {
  readonly name: "ok";
  readonly body: Body;
}

/** True at this moment only: nobody may keep it. */
interface Live<Body> {
  readonly name: "live";
  readonly status: 200 | 503;
  readonly body: Body;
}

export interface Refused {
  readonly name: "refused";
  readonly problem: ProblemAnswer;
  readonly headers: Readonly<Record<string, string>>;
}

export function ok<Body>(body: Body): Ok<Body> {
  return { name: "ok", body };
}

export function live<Body>(status: 200 | 503, body: Body): Live<Body> {
  return { name: "live", status, body };
}
