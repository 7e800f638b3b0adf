/** What a route replies, before it becomes HTTP: a body in the route's shape, or a problem. */
import type { ProblemAnswer } from "./shapes/problem-shape.ts";

export type Reply<Body> = Ok<Body> | Live<Body> | Accepted<Body> | Refused;

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

/** It was begun; how it goes on is told at `location`, the path of another route. */
interface Accepted<Body> {
  readonly name: "accepted";
  readonly body: Body;
  readonly location: string;
}

export interface Refused {
  readonly name: "refused";
  readonly problem: ProblemAnswer;
  readonly headers: Readonly<Record<string, string>>;
}

export function ok<Body>(body: Body): Ok<Body> {
  return { name: "ok", body };
}

export function accepted<Body>(body: Body, location: string): Accepted<Body> {
  return { name: "accepted", body, location };
}

export function live<Body>(status: 200 | 503, body: Body): Live<Body> {
  return { name: "live", status, body };
}
