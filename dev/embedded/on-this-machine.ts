/** What counts as this machine, in the words of the shell's variables: decides what may be used without `--real`. */
import { isLoopbackUrl } from "../../functions/config/loopback.ts";
import { queueEndpointOf } from "../../functions/config/queues.ts";
import type { Variables } from "../../functions/config/variable.ts";

/** Whether a URL, or the queues of a connection string, are on this machine; false for nothing, and for nonsense. */
export function isOnThisMachine(value: string | undefined): value is string {
  return value !== undefined && isLoopbackUrl(queueEndpointOf(value) ?? value);
}

/** Which parts the shell's variables bring: those need not be started. */
export interface GivenParts {
  readonly queues: boolean;
  readonly store: boolean;
  /** The outbox of an `npm run embedded`. */
  readonly outboxUrl?: string;
}

/** With `real` those elsewhere count too. */
export function givenParts(given: Variables, real: boolean): GivenParts {
  const counts = (name: string): boolean => isOnThisMachine(given[name]) || (real && Boolean(given[name]));
  const outboxUrl = given["LINEWATCH_OUTBOX"];
  return {
    queues: counts("AzureWebJobsStorage"),
    store: counts("COSMOS_ENDPOINT") || Boolean(given["LINEWATCH_SQLITE"]),
    ...(isOnThisMachine(outboxUrl) ? { outboxUrl } : {}),
  };
}
