/** What a workflow's answer, or the lack of one, means for the delivery. Its URL is a secret and appears in none of it. */
import type { SendOutcome } from "../../application/ports.ts";
import type { Instant } from "../../domain/time.ts";
import { parseRetryAfter, retryAfterField } from "../retry-after.ts";

/** Refusals that pass: too early, too many, a precondition of the moment. 5xx are added to them. */
const passing = new Set([408, 409, 412, 423, 425, 429]);
const bodyReadMost = 4_096;

/** `now` serves a `Retry-After` that is a date, where the answer bears no date of its own. */
export function outcomeOfAnswer(response: Response, body: string, now: Instant): SendOutcome {
  const text = body.slice(0, bodyReadMost);
  if (response.ok) return outcomeOfAcceptance(response, text);
  const error = `workflow answered ${response.status}${errorCode(text, response.url)}`;
  if (response.status < 500 && !passing.has(response.status)) return { name: "permanent", error };
  return { name: "transient", error, ...retryAfterField(retryAfterOf(response, now)) };
}

/** Some flows answer 200 and put Teams' refusal into the text. */
function outcomeOfAcceptance(response: Response, text: string): SendOutcome {
  if (/failed with (?:HTTP )?error|HTTP error \d{3}/i.test(text)) {
    return { name: "transient", error: "workflow answered that Teams refused the message" };
  }
  return { name: "accepted", receipt: receiptOf(response.headers) };
}

/** The run, by which an operator finds the message in Power Automate. */
function receiptOf(headers: Headers): string {
  const id = headers.get("x-ms-workflow-run-id") ?? headers.get("x-ms-client-tracking-id") ?? "";
  return /^[\w-]{1,128}$/.test(id) ? id : "accepted";
}

function retryAfterOf(response: Response, now: Instant): number | undefined {
  const theirs = Date.parse(response.headers.get("date") ?? "");
  return parseRetryAfter(response.headers.get("retry-after"), Number.isNaN(theirs) ? now : theirs);
}

/** Power Automate's one-word reason. Only a plain word that is no part of the URL: the rest of the body could echo it. */
function errorCode(text: string, url: string): string {
  const code = /"code"\s*:\s*"(?<word>[A-Za-z]{3,60})"/.exec(text)?.groups?.["word"];
  return code === undefined || url.includes(code) ? "" : ` ${code}`;
}

/**
 * A request that got no answer. It may have been accepted, and a workflow cannot be asked: sending it again can post twice.
 * A redirect is a wrong address, which only a person can correct.
 */
export function outcomeOfFailure(error: unknown): SendOutcome {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && cause.message === "unexpected redirect") {
    return { name: "permanent", error: "workflow answered with a redirect" };
  }
  return { name: "transient", error: `no answer from the workflow (${failureWord(error, cause)})` };
}

function failureWord(error: unknown, cause: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "timeout";
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return /^[A-Z_]{3,40}$/.test(code) ? code : "connection failed";
}
