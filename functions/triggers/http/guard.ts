/** Turns what a handler throws into an answer, in one place. */
import { TransientError } from "../../application/ports.ts";
import type { Log } from "../../application/ports.ts";
import { tryLater, unexpected } from "./problem.ts";
import type { ApiHandler } from "./serve.ts";

const RETRY_AFTER_SECONDS = 5;

/** A store that cannot answer now is a 503; everything else a 500 that says nothing of its cause. */
export function guard<Body>(name: string, log: Log, handle: ApiHandler<Body>): ApiHandler<Body> {
  return async (request, context) => {
    try {
      return await handle(request, context);
    } catch (error) {
      const instance = `urn:uuid:${context.invocationId}`;
      const fields = { function: name, instance, error: String(error) };
      if (error instanceof TransientError) {
        log.warn("http.storeUnavailable", fields);
        return tryLater(RETRY_AFTER_SECONDS, instance);
      }
      log.error("http.failed", { ...fields, stack: error instanceof Error ? error.stack : undefined });
      return unexpected(instance);
    }
  };
}
