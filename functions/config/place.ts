/** Where the app runs: in Azure, or on a laptop with its queues on the same machine. */
import { isLoopbackUrl } from "./loopback.ts";
import { queueEndpointOf } from "./queues.ts";
import { valueOf, type Variables } from "./variable.ts";

/** App Service sets these, and a laptop does not. */
export function isInAzure(env: Variables): boolean {
  return ["WEBSITE_INSTANCE_ID", "WEBSITE_SITE_NAME"].some((name) => valueOf(env, name) !== undefined);
}

/** Whether the app runs against queues on this machine, as under the local runner: plain http to loopback is fine then. */
export function isLocal(env: Variables): boolean {
  const connectionString = valueOf(env, "AzureWebJobsStorage");
  const endpoint =
    connectionString === undefined
      ? valueOf(env, "AzureWebJobsStorage__queueServiceUri")
      : queueEndpointOf(connectionString);
  return !isInAzure(env) && endpoint !== undefined && isLoopbackUrl(endpoint);
}
