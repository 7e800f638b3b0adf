/** The app's settings: what the code reads is set, what is set is read, and a deployed app finds no fault in them. */
import { describe, expect, it } from "vitest";
import { readConfig } from "../../functions/config.ts";
import { namesRead } from "./app/names-read.ts";
import { environmentOf, secretOf, settingsOf } from "./app/settings.ts";
import { ENVIRONMENTS, FULL, LEAST } from "./azd/environments.ts";
import { created, provision, TEMPLATES, theOnly, valueAt } from "./templates.ts";

/** Read by the code and not set by the templates. */
const READ_ONLY: Readonly<Record<string, string>> = {
  AzureWebJobsStorage: "a connection string holds a key; in Azure the app signs in",
  COSMOS_KEY: "for an emulator on the same machine",
  LINEWATCH_POLICY: "the package holds linewatch.yaml, the default",
  LINEWATCH_SQLITE: "the embedded store, refused in Azure",
  TWILIO_API_BASE_URL: "for a stand-in on the same machine",
  WEBSITE_INSTANCE_ID: "set by App Service",
  WEBSITE_SITE_NAME: "set by App Service",
};

/** Set by the templates and read by the platform. */
const SET_ONLY: Readonly<Record<string, string>> = {
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: "the host signs in to Application Insights",
  APPLICATIONINSIGHTS_CONNECTION_STRING: "where the host sends its log",
  AzureWebJobsStorage__blobServiceUri: "the host keeps the timer's lease and its keys in blobs",
  FUNCTIONS_NODE_BLOCK_ON_ENTRY_POINT_ERROR: "the worker makes a fault while loading visible",
};

/** Flex Consumption refuses them, or sets them itself. */
const FORBIDDEN = [
  "FUNCTIONS_EXTENSION_VERSION",
  "FUNCTIONS_WORKER_RUNTIME",
  "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
  "WEBSITE_CONTENTSHARE",
  "WEBSITE_NODE_DEFAULT_VERSION",
  "WEBSITE_RUN_FROM_PACKAGE",
];

const full = settingsOf(provision(FULL));
const least = settingsOf(provision(LEAST));
/** `LINEWATCH_POLICY_SECRETS` in the full environment. */
const OF_POLICY_SECRETS = ["MANAGER_PHONE"];

describe("with everything given, the settings", () => {
  it("are what the code reads and what the platform needs, and nothing else", () => {
    const read = namesRead().filter((name) => !Object.hasOwn(READ_ONLY, name));
    const expected = [...read, ...Object.keys(SET_ONLY), ...OF_POLICY_SECRETS];
    expect([...full.keys()].toSorted()).toEqual(expected.toSorted());
  });

  it("cannot be turned elsewhere by a secret of the policy", () => {
    const given = JSON.stringify({ COSMOS_ENDPOINT: "elsewhere", LINK_SIGNING_KEY: "mine" });
    const settings = settingsOf(provision({ ...FULL, LINEWATCH_POLICY_SECRETS: given }));
    for (const name of ["COSMOS_ENDPOINT", "LINK_SIGNING_KEY"])
      expect(settings.get(name)).toBe(full.get(name));
  });

  it("have exceptions for what the code really reads, or really does not", () => {
    const read = namesRead();
    expect(Object.keys(READ_ONLY).filter((name) => !read.includes(name))).toEqual([]);
    expect(Object.keys(SET_ONLY).filter((name) => read.includes(name))).toEqual([]);
  });

  it("miss one that is taken out of the template", () => {
    const broken = TEMPLATES.broken(fileOfSettings(), /COSMOS_DATABASE/, "COSMOS_DB");
    const names = [...settingsOf(provision(FULL, broken)).keys()];
    expect(names.filter((name) => !full.has(name))).toEqual(["COSMOS_DB"]);
  });
});

describe.each(Object.entries(ENVIRONMENTS))("in the environment %s, the settings", (_name, env) => {
  const deployment = provision(env);
  const settings = settingsOf(deployment);

  it("give a configuration without faults", () => {
    expect(readConfig(environmentOf(settings))).not.toHaveProperty("faults");
  });

  it("hold nothing that Flex Consumption refuses", () => {
    expect(FORBIDDEN.filter((name) => settings.has(name))).toEqual([]);
  });

  it("refer to secrets of our vault that the template creates or that somebody promised", () => {
    const vault = theOnly(deployment, "Microsoft.KeyVault/vaults");
    const secrets = created(deployment, "Microsoft.KeyVault/vaults/secrets").map(({ name }) => name);
    const promised = ["link-signing-key", ...(env === ENVIRONMENTS.FULL ? ["manager-phone"] : [])];
    const references = [...settings.values()].map(secretOf).filter((found) => found !== undefined);
    expect(references.map(({ secret }) => secret).toSorted()).toEqual([...secrets, ...promised].toSorted());
    expect(references.filter((found) => found.vault !== vault.name)).toEqual([]);
  });

  it("are read as the app's one identity, references to the vault too", () => {
    const site = theOnly(deployment, "Microsoft.Web/sites");
    const identity = theOnly(deployment, "Microsoft.ManagedIdentity/userAssignedIdentities");
    expect(site.body["identity"]).toEqual({
      type: "UserAssigned",
      userAssignedIdentities: { [identity.id]: {} },
    });
    expect(valueAt(site.body, "properties.keyVaultReferenceIdentity")).toBe(identity.id);
  });
});

describe("the settings of the app's identity", () => {
  it("name the same identity everywhere", () => {
    const names = ["AZURE_CLIENT_ID", "AzureWebJobsStorage__clientId"];
    const values = names.map((name) => least.get(name));
    expect(new Set(values).size).toBe(1);
    expect(values[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(least.get("APPLICATIONINSIGHTS_AUTHENTICATION_STRING")).toBe(
      `ClientId=${values[0]};Authorization=AAD`,
    );
    expect(least.get("AzureWebJobsStorage__credential")).toBe("managedidentity");
  });

  it("make a fault while loading visible", () => {
    expect(least.get("FUNCTIONS_NODE_BLOCK_ON_ENTRY_POINT_ERROR")).toBe("true");
  });

  it("of channels that nobody gave are not set, or empty", () => {
    const given = [...least].filter(
      ([name, value]) => /^(TWILIO_|TEAMS_|ONCALL_)/.test(name) && value !== "",
    );
    expect(given).toEqual([]);
  });
});

/** The template in which the settings stand. */
function fileOfSettings(): string {
  return theOnly(provision(LEAST), "Microsoft.Web/sites/config").at.file;
}
