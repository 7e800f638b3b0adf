/** Where the queues are: the platform's own variables, by connection string or by identity. */
import type { Faults } from "./fault.ts";
import { Secret } from "./secret.ts";
import { optionalUrl } from "./url.ts";
import { optionalValue, readVariable, type Variables } from "./variable.ts";

export type QueuesConfig =
  | { readonly connectionString: Secret }
  /** Without `clientId` the Azure CLI's sign-in. */
  | { readonly queueServiceUri: string; readonly clientId?: string };

const name = "AzureWebJobsStorage";

/** As for the platform, the connection string wins where both are given. */
export function readQueues(env: Variables, faults: Faults): QueuesConfig | undefined {
  const connectionString = optionalValue(env, name, faults);
  if (connectionString !== undefined) return byConnectionString(connectionString, faults);
  if (readVariable(env, name).name === "unresolved") return undefined;
  return byIdentity(env, faults);
}

function byConnectionString(text: string, faults: Faults): QueuesConfig | undefined {
  if (queueEndpointOf(text) !== undefined) return { connectionString: new Secret(text) };
  return faults.add(
    name,
    "must be a storage connection string that reaches queues, with its account and key or signature",
  );
}

function byIdentity(env: Variables, faults: Faults): QueuesConfig | undefined {
  const uriName = `${name}__queueServiceUri`;
  if (readVariable(env, uriName).name === "unset" || readVariable(env, uriName).name === "empty") {
    return faults.add(
      name,
      `is not set; set it to a connection string, or ${uriName} to the queues' address`,
    );
  }
  const credential = optionalValue(env, `${name}__credential`, faults);
  if (credential !== undefined && credential.toLowerCase() !== "managedidentity") {
    faults.add(`${name}__credential`, "must be managedidentity");
  }
  const clientId =
    optionalClientId(env, `${name}__clientId`, faults) ?? optionalClientId(env, "AZURE_CLIENT_ID");
  const queueServiceUri = optionalUrl(env, uriName, faults);
  if (queueServiceUri === undefined) return undefined;
  return clientId === undefined ? { queueServiceUri } : { queueServiceUri, clientId };
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The client id of a user-assigned identity. Without `faults` a faulty one is passed over: another reads and tells. */
export function optionalClientId(env: Variables, variable: string, faults?: Faults): string | undefined {
  const found = readVariable(env, variable);
  if (found.name === "set" && uuid.test(found.value)) return found.value;
  if (found.name === "unset" || found.name === "empty") return undefined;
  return faults?.add(variable, "must be the client id (a GUID) of a user-assigned identity");
}

/** The queues' URL that a connection string leads to; undefined when it leads to none, or opens nothing there. */
export function queueEndpointOf(connectionString: string): string | undefined {
  if (/^UseDevelopmentStorage=true(?:;|$)/i.test(connectionString))
    return "http://127.0.0.1:10001/devstoreaccount1";
  const parts = partsOf(connectionString);
  const account = parts.get("AccountName");
  const endpoint = parts.get("QueueEndpoint") ?? defaultEndpoint(parts);
  const opens = parts.has("SharedAccessSignature") || (account !== undefined && parts.has("AccountKey"));
  return opens && endpoint !== undefined && URL.canParse(endpoint) ? endpoint : undefined;
}

function partsOf(connectionString: string): ReadonlyMap<string, string> {
  const parts = connectionString.split(";").flatMap((part): [string, string][] => {
    const at = part.indexOf("=");
    const value = part.slice(at + 1).trim();
    return at < 1 || value === "" ? [] : [[part.slice(0, at).trim(), value]];
  });
  return new Map(parts);
}

function defaultEndpoint(parts: ReadonlyMap<string, string>): string | undefined {
  const [protocol, account] = [parts.get("DefaultEndpointsProtocol"), parts.get("AccountName")];
  const suffix = parts.get("EndpointSuffix");
  if (protocol === undefined || account === undefined || suffix === undefined) return undefined;
  return /^https?$/i.test(protocol) ? `${protocol}://${account}.queue.${suffix}` : undefined;
}
