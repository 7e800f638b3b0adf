/** Which variables the configuration asks for: it is run, and asked under many environments at once. */
import { readFileSync } from "node:fs";
import { loadConfiguration } from "../../../functions/config/load-configuration.ts";
import type { Variables } from "../../../functions/config/variable.ts";

const guid = "8d5c9a6e-0d3b-4a4f-9a53-0a1b2c3d4e5f";
const hex = "0".repeat(32);

/** Different values lead to different questions. */
const environments: readonly Variables[] = [
  {},
  { AzureWebJobsStorage: "UseDevelopmentStorage=true", LINEWATCH_SQLITE: ":memory:" },
  {
    AzureWebJobsStorage__queueServiceUri: "https://contoso.queue.core.windows.net",
    COSMOS_ENDPOINT: "https://contoso.documents.azure.com",
    AZURE_CLIENT_ID: guid,
    WEBSITE_SITE_NAME: "app",
  },
  { COSMOS_ENDPOINT: "https://127.0.0.1:8081" },
  { TWILIO_ACCOUNT_SID: `AC${hex}`, TWILIO_API_KEY: `SK${hex}`, TWILIO_API_SECRET: "secret" },
  { TWILIO_ACCOUNT_SID: `AC${hex}`, TWILIO_AUTH_TOKEN: "token" },
];

/** The names, in order; those of the shipped policy file among them. */
export function namesRead(): string[] {
  const names = new Set<string>();
  for (const env of environments)
    loadConfiguration(recording(env, names), (path) => readFileSync(path, "utf8"));
  return [...names].toSorted();
}

function recording(env: Variables, names: Set<string>): Variables {
  const note = (name: string | symbol): void => {
    if (typeof name === "string") names.add(name);
  };
  return new Proxy(env, {
    get: (target, name): unknown => {
      note(name);
      return Reflect.get(target, name);
    },
    has: (target, name) => {
      note(name);
      return Reflect.has(target, name);
    },
    getOwnPropertyDescriptor: (target, name) => {
      note(name);
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
  });
}
