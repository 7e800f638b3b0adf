/**
 * The one place that knows the errors of `@azure/cosmos`. Whatever is no definite answer is transient: the write
 * may have happened, and whoever comes again reads first.
 */
import { TransientError } from "../../application/ports.ts";

/** The store is busy and said how long to stay away. */
export class ThrottledError extends TransientError {
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

export const STATUS = {
  badRequest: 400,
  notFound: 404,
  conflict: 409,
  preconditionFailed: 412,
  tooLarge: 413,
  tooManyRequests: 429,
  retryWith: 449,
} as const;

/** Sub-statuses of 404 that do not mean that the item is missing: a replica that lags, or no such container. */
const READ_SESSION_NOT_AVAILABLE = 1002;
const OWNER_NOT_FOUND = 1003;

/** Answers that will be the same next time: faults of ours, not of the moment. */
const FAULTS = new Set<unknown>([STATUS.badRequest, STATUS.tooLarge]);

const DEFAULT_THROTTLE_MS = 100;

/** The HTTP status of an answer; undefined where there was none, or none that could be read. */
export function statusOf(error: unknown): number | undefined {
  return numberIn(error, "code");
}

/** Whether a 404 is about the item itself. */
export function isMissingItem(answer: unknown): boolean {
  const substatus = numberIn(answer, "substatus");
  return substatus !== READ_SESSION_NOT_AVAILABLE && substatus !== OWNER_NOT_FOUND;
}

/** How long a 429 says to wait. */
export function retryAfterMs(error: unknown): number {
  return numberIn(error, "retryAfterInMs") ?? DEFAULT_THROTTLE_MS;
}

/** What to throw in place of an error that is not an outcome. */
export function translateCosmosError(error: unknown, doing: string): unknown {
  const status = statusOf(error);
  if (FAULTS.has(status)) return error;
  if (status === STATUS.tooManyRequests) {
    return new ThrottledError(`Cosmos DB is busy: ${doing}`, retryAfterMs(error), { cause: error });
  }
  return new TransientError(`Cosmos DB does not answer (${reasonOf(error, status)}): ${doing}`, {
    cause: error,
  });
}

function reasonOf(error: unknown, status: number | undefined): string {
  if (status !== undefined) return String(status);
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}

function numberIn(value: unknown, name: string): number | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const found: unknown = Reflect.get(value, name);
  return typeof found === "number" ? found : undefined;
}
