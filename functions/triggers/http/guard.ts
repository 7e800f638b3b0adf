/** Turns what a handler throws into an answer, in one place. */
import { TransientError } from "../../application/ports.ts";
import type { Log } from "../../application/ports.ts";
import type { ApiHandler } from "./api-route.ts";
import { tryLater, unexpected } from "./problem.ts";

const RETRY_AFTER_SECONDS = 5;

/** A store that cannot answer now is a 503; everything else a 500 that says nothing of its cause. */
export function guard(name: string, log: Log, handle: ApiHandler): ApiHandler {
  return async (request) => {
    try {
      return await handle(request);
    } catch (error) {
      const fields = { function: name, error: String(error) };
      if (error instanceof TransientError) {
        log.warn("http.storeUnavailable", fields);
        return tryLater(RETRY_AFTER_SECONDS);
      }
      log.error("http.failed", { ...fields, stack: error instanceof Error ? error.stack : undefined });
      return unexpected();
    }
  };
}
