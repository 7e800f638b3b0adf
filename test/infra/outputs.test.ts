/** The outputs become azd's values: the hooks find the app, the vault and the secret by them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deployedApp, ownGroup } from "../../infra/hooks/settings.ts";
import { ENVIRONMENTS, LEAST } from "./azd/environments.ts";
import { provision, TEMPLATES } from "./templates.ts";
import { textOf } from "./template/values.ts";

/** Set by azd itself. */
const OF_AZD = new Set(["AZURE_ENV_NAME", "AZURE_SUBSCRIPTION_ID"]);

/** What a hook cannot do without: each is asked for by its name. */
function requiredByHooks(): string[] {
  const entries = readdirSync("infra/hooks", { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".ts"));
  const texts = sources.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
  const names = texts.flatMap((text) =>
    [...text.matchAll(/\brequired\(env, "(\w+)"\)/g)].map(([, name = ""]) => name),
  );
  return [...new Set(names)].filter((name) => !OF_AZD.has(name)).toSorted();
}

const expected = [
  "AZURE_RESOURCE_GROUP",
  "COSMOS_ENDPOINT",
  "FUNCTION_APP_NAME",
  "FUNCTION_APP_URL",
  "KEY_VAULT_NAME",
  "LINK_SIGNING_KEY_SECRET",
  "STORAGE_ACCOUNT_NAME",
];

describe.each(Object.entries(ENVIRONMENTS))("in the environment %s, the outputs", (_name, env) => {
  const { outputs } = provision(env);

  it("are those that hooks and people know", () => {
    expect(Object.keys(outputs).toSorted()).toEqual(expected);
    expect(Object.values(outputs).filter((value) => textOf(value) === "")).toEqual([]);
  });

  it("hold all that the hooks cannot do without", () => {
    expect(requiredByHooks()).toContain("KEY_VAULT_NAME");
    expect(requiredByHooks().filter((name) => !Object.hasOwn(outputs, name))).toEqual([]);
  });

  it("lead a hook to the app", () => {
    const values = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, textOf(value)]));
    expect(deployedApp({ ...env, ...values, AZURE_SUBSCRIPTION_ID: "s" })).toMatchObject({
      group: "rg-prod",
      name: outputs["FUNCTION_APP_NAME"],
    });
    expect(ownGroup({ ...env, AZURE_SUBSCRIPTION_ID: "s" }).name).toBe(outputs["AZURE_RESOURCE_GROUP"]);
  });
});

it("the secret is the one that the app's setting refers to", () => {
  expect(provision(LEAST).outputs["LINK_SIGNING_KEY_SECRET"]).toBe("link-signing-key");
  const broken = TEMPLATES.broken("main.bicep", "output KEY_VAULT_NAME", "output VAULT_NAME");
  expect(Object.keys(provision(LEAST, broken).outputs).toSorted()).not.toEqual(expected);
});
