/** An error as a problem document (RFC 9457). */
import * as z from "zod";

export const PROBLEMS = [
  "bad-request",
  "not-found",
  "method-not-allowed",
  "ambiguous-hub",
  "query-too-long",
  "store-unavailable",
  "unexpected",
] as const;

const fieldErrorShape = z.strictObject({ field: z.string(), message: z.string() });

export const problemShape = z.strictObject({
  type: z.enum(PROBLEMS.map((name) => `urn:linewatch:problem:${name}` as const)),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  /** This one answer, by the name of its run in the log. */
  instance: z.string().exactOptional(),
  /** What is wrong with each part of the request. */
  errors: z.array(fieldErrorShape).readonly().exactOptional(),
});

/** What is wrong with one part of the request. */
export type FieldError = z.infer<typeof fieldErrorShape>;
export type ProblemAnswer = z.infer<typeof problemShape>;
