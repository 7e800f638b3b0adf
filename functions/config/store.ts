/** Which store is used: Cosmos DB where an endpoint is given, else the embedded SQLite. */
import type { Faults } from "./fault.ts";
import { isLoopbackUrl } from "./loopback.ts";
import { isInAzure } from "./place.ts";
import { Secret } from "./secret.ts";
import { optionalUrl } from "./url.ts";
import { optionalValue, readVariable, type Variables } from "./variable.ts";

export type StoreConfig =
  | {
      readonly name: "cosmos";
      readonly endpoint: string;
      readonly database: string;
      /** For an emulator on this machine alone. */
      readonly key?: Secret;
    }
  /** A file, or `:memory:`. */
  | { readonly name: "sqlite"; readonly path: string };

const defaultDatabase = "linewatch";

export function readStore(env: Variables, faults: Faults): StoreConfig | undefined {
  const path = optionalValue(env, "LINEWATCH_SQLITE", faults);
  const inAzure = isInAzure(env);
  if (path !== undefined && inAzure) {
    faults.add(
      "LINEWATCH_SQLITE",
      "cannot be used in Azure, where disks do not last; remove it and set COSMOS_ENDPOINT",
    );
  }
  const endpoint = readVariable(env, "COSMOS_ENDPOINT").name;
  if (endpoint === "set" || endpoint === "unresolved") return readCosmos(env, faults);
  if (path !== undefined) return { name: "sqlite", path };
  // An unresolved LINEWATCH_SQLITE has been told already.
  if (readVariable(env, "LINEWATCH_SQLITE").name === "unresolved") return undefined;
  const otherwise = inAzure ? "" : ", or LINEWATCH_SQLITE to a file or :memory:";
  return faults.add("COSMOS_ENDPOINT", `is not set; set it to the Cosmos DB account's address${otherwise}`);
}

function readCosmos(env: Variables, faults: Faults): StoreConfig | undefined {
  const endpoint = optionalUrl(env, "COSMOS_ENDPOINT", faults);
  const database = optionalValue(env, "COSMOS_DATABASE", faults) ?? defaultDatabase;
  if (!/^[^/\\#?]{1,255}$/.test(database)) {
    faults.add("COSMOS_DATABASE", "must be a database's name, without / \\ # and ?");
  }
  if (endpoint === undefined) return undefined;
  const key = readKey(env, isLoopbackUrl(endpoint), faults);
  return { name: "cosmos", endpoint, database, ...(key === undefined ? {} : { key }) };
}

function readKey(env: Variables, loopback: boolean, faults: Faults): Secret | undefined {
  const given = readVariable(env, "COSMOS_KEY").name;
  if (!loopback) {
    if (given === "unset" || given === "empty") return undefined;
    return faults.add(
      "COSMOS_KEY",
      "is only for an emulator on this machine; remove it, and the app signs in with its identity (AZURE_CLIENT_ID)",
    );
  }
  const key = optionalValue(env, "COSMOS_KEY", faults);
  if (key !== undefined) return new Secret(key);
  return given === "unresolved"
    ? undefined
    : faults.add("COSMOS_KEY", "is not set; an emulator needs its key");
}
