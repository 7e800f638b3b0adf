/** Translates what the storage SDK throws into the port's one error. */
import { RestError } from "@azure/storage-queue";
import { TransientError } from "../../application/ports.ts";

const GONE: ReadonlySet<string | undefined> = new Set([
  "MessageNotFound",
  "PopReceiptMismatch",
  "QueueNotFound",
]);

/**
 * Everything a queue does wrong is tried again later, a refused sign-in too: role assignments take a minute to spread. The
 * message names the queue and the service's code, never the address, which may carry a signature.
 */
export function queueError(doing: string, cause: unknown): TransientError {
  return new TransientError(`${doing} failed (${codeOf(cause)})`, { cause });
}

export function isMissingQueue(error: unknown): boolean {
  return error instanceof RestError && error.statusCode === 404;
}

/** The message is gone, or its receipt is not the last one any more. */
export function isMissingMessage(error: unknown): boolean {
  return error instanceof RestError && GONE.has(error.code);
}

function codeOf(error: unknown): string {
  if (error instanceof RestError) return error.code ?? `HTTP ${error.statusCode ?? "without answer"}`;
  return error instanceof Error && error.name === "AbortError" ? "timeout" : "unexpected failure";
}
