/** The environment: what it configures, everything that is wrong with it at once, and no value ever repeated. */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { environment, readConfig } from "../../functions/config.ts";

const appRoot = "/srv/app";
const emulator =
  "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=S3CR3T==;QueueEndpoint=http://127.0.0.1:40001/devstoreaccount1;";
const account =
  "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=S3CR3T==;EndpointSuffix=core.windows.net";
const hex = "0123456789abcdef".repeat(2);
const clientId = "8d5c9a6e-0d3b-4a4f-9a53-0a1b2c3d4e5f";
const unresolved = "@Microsoft.KeyVault(SecretUri=https://contoso.vault.azure.net/secrets/S3CR3T)";

type Env = Record<string, string | undefined>;

const laptop: Env = { AzureWebJobsStorage: emulator, LINEWATCH_SQLITE: ":memory:" };
const azure: Env = {
  WEBSITE_INSTANCE_ID: "0",
  AzureWebJobsStorage__queueServiceUri: "https://contoso.queue.core.windows.net/",
  AzureWebJobsStorage__credential: "managedidentity",
  AzureWebJobsStorage__clientId: clientId,
  COSMOS_ENDPOINT: "https://contoso.documents.azure.com:443/",
  AZURE_CLIENT_ID: clientId,
};
const twilio: Env = {
  TWILIO_ACCOUNT_SID: `AC${hex}`,
  TWILIO_AUTH_TOKEN: "S3CR3T-token",
  TWILIO_MESSAGING_SERVICE_SID: `MG${hex}`,
};

function read(env: Env) {
  const found = readConfig(env, appRoot);
  if ("faults" in found) throw new Error(found.faults.map(({ message }) => message).join("; "));
  return found;
}

function messagesOf(env: Env): string[] {
  const found = readConfig(env, appRoot);
  const messages = "faults" in found ? found.faults.map(({ message }) => message) : [];
  expect(messages.join()).not.toContain("S3CR3T");
  return messages;
}

describe("the configuration", () => {
  it("of a laptop: embedded queues and store, plain http to itself", () => {
    const { config, disabledChannels } = read(laptop);
    expect(config).toMatchObject({
      store: { name: "sqlite", path: ":memory:" },
      policyFile: "/srv/app/linewatch.yaml",
      local: true,
    });
    expect("connectionString" in config.queues && config.queues.connectionString.reveal()).toBe(emulator);
    expect(disabledChannels.map(({ channel }) => channel)).toEqual(["sms"]);
  });

  it("of Azure: identities throughout", () => {
    expect(read(azure).config).toEqual({
      queues: { queueServiceUri: "https://contoso.queue.core.windows.net", clientId },
      store: { name: "cosmos", endpoint: "https://contoso.documents.azure.com:443", database: "linewatch" },
      clientId,
      policyFile: "/srv/app/linewatch.yaml",
      local: false,
    });
  });

  it("prefers Cosmos DB where both stores are given", () => {
    const env = {
      ...laptop,
      COSMOS_ENDPOINT: "https://contoso.documents.azure.com",
      COSMOS_DATABASE: "other",
    };
    expect(read(env).config.store).toEqual({
      name: "cosmos",
      endpoint: "https://contoso.documents.azure.com",
      database: "other",
    });
  });

  it("takes an emulator's key on this machine", () => {
    const { store } = read({
      ...laptop,
      COSMOS_ENDPOINT: "http://localhost:8081",
      COSMOS_KEY: "S3CR3T",
    }).config;
    expect(store.name === "cosmos" && store.key?.reveal()).toBe("S3CR3T");
  });

  it.each([
    ["an emulator", laptop, true],
    ["the emulator's short form", { ...laptop, AzureWebJobsStorage: "UseDevelopmentStorage=true" }, true],
    [
      "an emulator by address",
      { LINEWATCH_SQLITE: "x", AzureWebJobsStorage__queueServiceUri: "http://127.0.0.1:1/a" },
      true,
    ],
    ["an account", { ...laptop, AzureWebJobsStorage: account }, false],
    ["Azure, whatever its queues", { ...azure, AzureWebJobsStorage: emulator }, false],
  ])("is local with %s: %#", (_name, env, local) => {
    expect(read(env).config.local).toBe(local);
  });

  it("counts a policy file's relative path from the app's root", () => {
    expect(read({ ...laptop, LINEWATCH_POLICY: "policies/a.yaml" }).config.policyFile).toBe(
      "/srv/app/policies/a.yaml",
    );
    expect(read({ ...laptop, LINEWATCH_POLICY: "/etc/a.yaml" }).config.policyFile).toBe("/etc/a.yaml");
  });

  it("takes empty optional values for none", () => {
    const empty = {
      PUBLIC_URL: "",
      AZURE_CLIENT_ID: " ",
      LINEWATCH_POLICY: "",
      COSMOS_ENDPOINT: "",
      COSMOS_KEY: "",
    };
    expect(read({ ...laptop, ...empty }).config).toEqual(read(laptop).config);
  });

  it("drops the slash at the end of PUBLIC_URL", () => {
    expect(read({ ...laptop, PUBLIC_URL: "https://alerts.example.com/" }).config.publicUrl).toBe(
      "https://alerts.example.com",
    );
  });

  it("prints no secret", () => {
    const cosmos = { COSMOS_ENDPOINT: "https://localhost:8081", COSMOS_KEY: "S3CR3T" };
    const found = read({ ...laptop, ...cosmos, ...twilio });
    expect(JSON.stringify(found) + inspect(found, { depth: 9, showHidden: true })).not.toContain("S3CR3T");
    expect(JSON.stringify(found).match(/<secret>/g)).toHaveLength(3);
  });

  it("comes from the process when it is asked for", () => {
    expect(environment()["NODE_ENV"]).toBe("test");
  });
});

describe("Twilio's part", () => {
  it.each([
    ["the account's token", {}, `AC${hex}`, "S3CR3T-token"],
    [
      "an API key before it",
      { TWILIO_API_KEY: `SK${hex}`, TWILIO_API_SECRET: "S3CR3T-key" },
      `SK${hex}`,
      "S3CR3T-key",
    ],
    [
      "the token while the key lacks its secret",
      { TWILIO_API_KEY: `SK${hex}`, TWILIO_API_SECRET: unresolved },
      `AC${hex}`,
      "S3CR3T-token",
    ],
  ])("signs in with %s", (_name, changes, username, password) => {
    const { config, disabledChannels } = read({ ...laptop, ...twilio, ...changes });
    expect(config.twilio).toMatchObject({ accountSid: `AC${hex}`, username });
    expect(config.twilio?.password.reveal()).toBe(password);
    expect(disabledChannels).toEqual([]);
  });

  it.each([
    [{}, { messagingServiceSid: `MG${hex}` }],
    [{ TWILIO_FROM: "+4790000000" }, { messagingServiceSid: `MG${hex}` }],
    [{ TWILIO_MESSAGING_SERVICE_SID: "", TWILIO_FROM: "+4790000000" }, { from: "+4790000000" }],
    [{ TWILIO_MESSAGING_SERVICE_SID: "", TWILIO_FROM: "Linewatch" }, { from: "Linewatch" }],
  ])("sends by %j", (changes, sender) => {
    expect(read({ ...laptop, ...twilio, ...changes }).config.twilio?.sender).toEqual(sender);
  });

  it("reaches another host on this machine", () => {
    const env = { ...laptop, ...twilio, TWILIO_API_BASE_URL: "http://127.0.0.1:7072" };
    expect(read(env).config.twilio?.apiBaseUrl).toBe("http://127.0.0.1:7072");
  });

  it.each([
    [{ TWILIO_ACCOUNT_SID: undefined }, "TWILIO_ACCOUNT_SID is not set"],
    [
      { TWILIO_AUTH_TOKEN: unresolved },
      "TWILIO_AUTH_TOKEN is a Key Vault reference that was not resolved (TWILIO_API_KEY and TWILIO_API_SECRET would do as well)",
    ],
    [
      { TWILIO_AUTH_TOKEN: undefined, TWILIO_API_KEY: `SK${hex}`, TWILIO_API_SECRET: "" },
      "TWILIO_API_SECRET is empty",
    ],
    [
      { TWILIO_MESSAGING_SERVICE_SID: "" },
      "TWILIO_MESSAGING_SERVICE_SID is empty (TWILIO_FROM would do as well)",
    ],
    [
      { TWILIO_MESSAGING_SERVICE_SID: undefined, TWILIO_FROM: unresolved },
      "TWILIO_FROM is a Key Vault reference that was not resolved",
    ],
    [
      { TWILIO_ACCOUNT_SID: "", TWILIO_AUTH_TOKEN: undefined, TWILIO_MESSAGING_SERVICE_SID: undefined },
      "TWILIO_ACCOUNT_SID is empty, TWILIO_AUTH_TOKEN is not set (TWILIO_API_KEY and TWILIO_API_SECRET would do as well), " +
        "TWILIO_MESSAGING_SERVICE_SID is not set (TWILIO_FROM would do as well)",
    ],
  ])("disables SMS alone for %j", (changes, reason) => {
    const { config, disabledChannels } = read({ ...laptop, ...twilio, ...changes });
    expect(config.twilio).toBeUndefined();
    expect(disabledChannels).toEqual([{ channel: "sms", reason }]);
  });
});

describe("a fault in the environment", () => {
  it.each<[string, Env, string]>([
    [
      "no queues",
      { AzureWebJobsStorage: "" },
      "AzureWebJobsStorage is not set; set it to a connection string, or AzureWebJobsStorage__queueServiceUri to the queues' address",
    ],
    [
      "unresolved queues",
      { AzureWebJobsStorage: unresolved },
      "AzureWebJobsStorage is a Key Vault reference that was not resolved",
    ],
    [
      "queues that are none",
      { AzureWebJobsStorage: "S3CR3T" },
      "AzureWebJobsStorage must be a storage connection string that reaches queues, with its account and key or signature",
    ],
    [
      "queues without a key",
      { AzureWebJobsStorage: "AccountName=a;QueueEndpoint=https://a.queue.core.windows.net" },
      "AzureWebJobsStorage must be a storage connection string that reaches queues, with its account and key or signature",
    ],
    [
      "no store",
      { LINEWATCH_SQLITE: "" },
      "COSMOS_ENDPOINT is not set; set it to the Cosmos DB account's address, or LINEWATCH_SQLITE to a file or :memory:",
    ],
    [
      "a store that is no URL",
      { COSMOS_ENDPOINT: "contoso" },
      "COSMOS_ENDPOINT must be a complete URL, beginning with https://",
    ],
    [
      "a store over http",
      { COSMOS_ENDPOINT: "http://contoso.documents.azure.com" },
      "COSMOS_ENDPOINT must begin with https://; plain http is for this machine only",
    ],
    [
      "an unresolved store",
      { COSMOS_ENDPOINT: unresolved },
      "COSMOS_ENDPOINT is a Key Vault reference that was not resolved",
    ],
    [
      "a key of a real account",
      { COSMOS_ENDPOINT: "https://contoso.documents.azure.com", COSMOS_KEY: "S3CR3T" },
      "COSMOS_KEY is only for an emulator on this machine; remove it, and the app signs in with its identity (AZURE_CLIENT_ID)",
    ],
    [
      "an emulator without a key",
      { COSMOS_ENDPOINT: "http://127.0.0.1:8081" },
      "COSMOS_KEY is not set; an emulator needs its key",
    ],
    [
      "a database's impossible name",
      { COSMOS_ENDPOINT: "https://contoso.documents.azure.com", COSMOS_DATABASE: "a/b" },
      "COSMOS_DATABASE must be a database's name, without / \\ # and ?",
    ],
    [
      "SQLite in Azure",
      { ...azure, AzureWebJobsStorage: "" },
      "LINEWATCH_SQLITE cannot be used in Azure, where disks do not last; remove it and set COSMOS_ENDPOINT",
    ],
    [
      "an identity that is no GUID",
      { AZURE_CLIENT_ID: "S3CR3T" },
      "AZURE_CLIENT_ID must be the client id (a GUID) of a user-assigned identity",
    ],
    [
      "an unresolved policy file",
      { LINEWATCH_POLICY: unresolved },
      "LINEWATCH_POLICY is a Key Vault reference that was not resolved",
    ],
    [
      "links over http",
      { PUBLIC_URL: "http://alerts.example.com" },
      "PUBLIC_URL must begin with https://; plain http is for this machine only",
    ],
    [
      "links with a query",
      { PUBLIC_URL: "https://alerts.example.com/?code=S3CR3T" },
      "PUBLIC_URL must be a URL without user name, password, query and fragment",
    ],
    [
      "a malformed account",
      { TWILIO_ACCOUNT_SID: "S3CR3T" },
      "TWILIO_ACCOUNT_SID must be AC and 32 hexadecimal digits",
    ],
    [
      "a malformed API key",
      { TWILIO_API_KEY: "S3CR3T" },
      "TWILIO_API_KEY must be SK and 32 hexadecimal digits",
    ],
    [
      "a malformed service",
      { TWILIO_MESSAGING_SERVICE_SID: "S3CR3T" },
      "TWILIO_MESSAGING_SERVICE_SID must be MG and 32 hexadecimal digits",
    ],
    [
      "a malformed sender",
      { TWILIO_FROM: "0047 90 00 00 00" },
      "TWILIO_FROM must be a phone number such as +4790000000, a short code, or a sender's name of at most 11 characters",
    ],
    [
      "another Twilio beyond this machine",
      { TWILIO_API_BASE_URL: "https://twilio.example.com" },
      "TWILIO_API_BASE_URL must be a URL on this machine; remove it to use Twilio itself",
    ],
    [
      "another Twilio that only looks near",
      { TWILIO_API_BASE_URL: "http://127.0.0.1@example.com/" },
      "TWILIO_API_BASE_URL must be a URL on this machine; remove it to use Twilio itself",
    ],
  ])("is told for %s", (_name, changes, message) => {
    expect(messagesOf({ ...laptop, ...changes })).toEqual([message]);
  });

  it("is told for an identity's wrong parts", () => {
    const changes = {
      AzureWebJobsStorage__queueServiceUri: "http://contoso.queue.core.windows.net",
      AzureWebJobsStorage__credential: "key",
      AzureWebJobsStorage__clientId: "S3CR3T",
    };
    expect(messagesOf({ ...azure, ...changes })).toEqual([
      "AzureWebJobsStorage__credential must be managedidentity",
      "AzureWebJobsStorage__clientId must be the client id (a GUID) of a user-assigned identity",
      "AzureWebJobsStorage__queueServiceUri must begin with https://; plain http is for this machine only",
    ]);
  });

  it("does not offer SQLite to an app in Azure", () => {
    expect(messagesOf({ ...azure, COSMOS_ENDPOINT: "" })).toEqual([
      "COSMOS_ENDPOINT is not set; set it to the Cosmos DB account's address",
    ]);
  });

  it("is told together with all others", () => {
    const env = { COSMOS_KEY: "S3CR3T", PUBLIC_URL: "x", TWILIO_FROM: "?", LINEWATCH_POLICY: unresolved };
    expect(messagesOf(env).map((message) => message.split(" ")[0])).toEqual([
      "AzureWebJobsStorage",
      "COSMOS_ENDPOINT",
      "PUBLIC_URL",
      "TWILIO_FROM",
      "LINEWATCH_POLICY",
    ]);
  });
});

describe("the keys of links", () => {
  const key = "k".repeat(32);

  it("are absent without a word where none is given", () => {
    expect(read(laptop).config.linkKeys).toBeUndefined();
  });

  it("are one, or two during a rotation, the signing one first", () => {
    const { linkKeys } = read({ ...laptop, LINK_SIGNING_KEY: `${key}a, ${key}b` }).config;
    expect(linkKeys?.map((one) => one.reveal())).toEqual([`${key}a`, `${key}b`]);
    expect(inspect(linkKeys)).not.toContain(key);
  });

  it.each([
    ["S3CR3T", "LINK_SIGNING_KEY must have at least 32 characters a key"],
    [`${key},S3CR3T`, "LINK_SIGNING_KEY must have at least 32 characters a key"],
    [`${key},${key},${key}`, "LINK_SIGNING_KEY must be one key, or two with a comma between them"],
  ])("are refused when they are short, or three", (value, message) => {
    expect(messagesOf({ ...laptop, LINK_SIGNING_KEY: value })).toEqual([message]);
  });
});
