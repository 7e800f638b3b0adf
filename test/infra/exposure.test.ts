/** Nothing opens a door: no keys, no secrets where others can read them, no address that the documentation does not know. */
import { describe, expect, it } from "vitest";
import { ENVIRONMENTS, FULL, LEAST } from "./azd/environments.ts";
import { parametersFor } from "./azd/parameters.ts";
import type { AzdEnvironment } from "./azd/parameters.ts";
import { readDoc, tableIn } from "./docs/table.ts";
import { ENDPOINTS, RULES } from "./rights/hardening.ts";
import { writtenSecrets } from "./rights/written-secrets.ts";
import { created, provision, TEMPLATES, theOnly, valueAt, whereIs } from "./templates.ts";
import type { TemplateFiles } from "./template/files.ts";
import { decorator } from "./template/template.ts";
import { textOf } from "./template/values.ts";
import type { Deployment } from "./template/values.ts";

/** What breaks a rule, as `file:line … path is value`. */
function openDoors(deployment: Deployment): string[] {
  return RULES.flatMap(({ type, path, is }) =>
    created(deployment, type).flatMap((resource) => {
      const value = valueAt(resource.body, path);
      return is.some((allowed) => allowed === value)
        ? []
        : [`${whereIs(resource)} ${path} is ${textOf(value ?? null)}`];
    }),
  );
}

/** The words for every resource that answers from outside. */
function endpointsOf(deployment: Deployment): string[] {
  return created(deployment).flatMap((resource) => {
    const topType = resource.type.split("/").length === 2;
    const word = ENDPOINTS[resource.type];
    if (topType && word === undefined) throw new Error(`${whereIs(resource)}: does it answer from outside?`);
    const isClosed = valueAt(resource.body, "properties.publicNetworkAccess") === "Disabled";
    return word === undefined || word === null || isClosed ? [] : [word];
  });
}

/** What the environment gives to parameters that are secret. */
function secretsIn(env: AzdEnvironment): string[] {
  const secrets = TEMPLATES.template("main.bicep").parameters.filter((found) => decorator(found, "secure"));
  const given = parametersFor(TEMPLATES, env);
  return secrets.flatMap(({ name }) => given[name] ?? []).map(textOf);
}

/** The types of what would hold one of them. */
function holdersOfSecrets(env: AzdEnvironment, files?: TemplateFiles): string[] {
  const holders = created(provision(env, files)).filter(({ body }) => {
    const text = JSON.stringify(body);
    return secretsIn(env).some((secret) => text.includes(secret));
  });
  return holders.map(({ type }) => type);
}

describe.each(Object.entries(ENVIRONMENTS))("in the environment %s", (_name, env) => {
  const deployment = provision(env);

  it("no resource leaves a door open", () => {
    expect(openDoors(deployment)).toEqual([]);
  });

  it("publishing by password is off, by FTP and otherwise", () => {
    const policies = created(deployment, "Microsoft.Web/sites/basicPublishingCredentialsPolicies");
    expect(policies.map(({ name }) => name).toSorted()).toEqual(["ftp", "scm"]);
  });

  it("no secret stands anywhere but in the vault, and none comes back in an output", () => {
    expect(holdersOfSecrets(env).filter((type) => type !== "Microsoft.KeyVault/vaults/secrets")).toEqual([]);
    const outputs = JSON.stringify(deployment.outputs);
    expect(secretsIn(env).filter((secret) => outputs.includes(secret))).toEqual([]);
  });
});

it("a secret in a plain setting is seen", () => {
  expect(holdersOfSecrets(FULL)).toHaveLength(4);
  const broken = TEMPLATES.broken(
    "main.bicep",
    "TWILIO_API_KEY: twilioApiKey",
    "TWILIO_API_KEY: twilioApiSecret",
  );
  expect(holdersOfSecrets(FULL, broken)).toContain("Microsoft.Web/sites/config");
});

describe("every rule", () => {
  it.each(RULES)("$type $path is one of a resource that there is", ({ type }) => {
    expect(created(provision(FULL), type)).not.toEqual([]);
  });

  it.each(RULES.filter(({ is }) => !is.includes(undefined)))(
    "sees $type with another $path",
    ({ type, path }) => {
      const [resource] = created(provision(FULL), type);
      const value = valueAt(resource?.body, path) ?? null;
      const written = typeof value === "boolean" ? String(value) : `'${textOf(value)}'`;
      const name = path.split(".").at(-1) ?? "";
      const other = typeof value === "boolean" ? String(!value) : "'other'";
      const broken = TEMPLATES.broken(
        resource?.at.file ?? "",
        new RegExp(`\\b${name}: ${written}`, "g"),
        `${name}: ${other}`,
      );
      expect(openDoors(provision(FULL, broken))).not.toEqual([]);
    },
  );
});

describe("the endpoints", () => {
  it("are those of docs/security.md", () => {
    const documented = tableIn(readDoc("security.md"), "Public endpoints").map(
      ({ endpoint = "" }) => endpoint,
    );
    const found = Object.values(ENVIRONMENTS).flatMap((env) => endpointsOf(provision(env)));
    expect([...new Set(found)].toSorted()).toEqual(documented.toSorted());
  });
});

describe("the templates' texts", () => {
  it("let no secret out", () => {
    expect(writtenSecrets(TEMPLATES)).toEqual([]);
  });

  it.each([
    [
      "a default of a secret",
      "@secure()\nparam oncallPhone string = ''",
      "@secure()\nparam oncallPhone string = '+47'",
    ],
    ["a secret that is not secure", "@secure()\nparam oncallPhone", "param oncallPhone"],
    ["a key that is asked for", "var tags = {", "var keys = group.listKeys()\nvar tags = {"],
    ["a key of a resource", "var tags = {", "var keys = group.properties.primaryKey\nvar tags = {"],
    ["a key in a text", "var tags = {", "var other = 'AccountKey=${environmentName}'\nvar tags = {"],
    [
      "an output of a secret",
      "output KEY_VAULT_NAME string =",
      "output PHONE string = oncallPhone\noutput KEY_VAULT_NAME string =",
    ],
  ])("%s is seen", (_name, from, to) => {
    expect(writtenSecrets(TEMPLATES.broken("main.bicep", from, to))).not.toEqual([]);
  });
});

it("the data can be locked against deletion, and is not unless asked", () => {
  const LOCK = "Microsoft.Authorization/locks";
  expect(created(provision(LEAST), LOCK)).toEqual([]);
  const full = provision(FULL);
  const locks = created(full, LOCK);
  expect(locks.map(({ body }) => valueAt(body, "properties.level"))).toEqual([
    "CanNotDelete",
    "CanNotDelete",
  ]);
  const data = ["Microsoft.DocumentDB/databaseAccounts", "Microsoft.Storage/storageAccounts"];
  expect(new Set(locks.map(({ scope }) => (typeof scope === "string" ? scope : scope.id)))).toEqual(
    new Set(data.map((type) => theOnly(full, type).id)),
  );
});
