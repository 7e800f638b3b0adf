/** The one place that knows SQLite's errors. */
import { TransientError } from "../../application/ports.ts";

/** Primary result codes that say that the statement, not the moment, is at fault. */
const FAULTS = new Set([1 /* ERROR */, 20 /* MISMATCH */, 21 /* MISUSE */, 25 /* RANGE */]);

const BUSY = 5;

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  // The lowest byte is the primary code; the others tell more of it.
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

/** Somebody else has the file. */
export function isBusy(error: unknown): boolean {
  return resultCode(error) === BUSY;
}

/** A busy, locked, full, unreadable or closed database is transient; a fault of ours stays what it is. */
export function translateSqliteError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = resultCode(error);
  const closed = "code" in error && error.code === "ERR_INVALID_STATE";
  if (!closed && (code === undefined || FAULTS.has(code))) return error;
  return new TransientError(`SQLite does not answer: ${error.message}`, { cause: error });
}
