/** Every role that the templates give stands in `docs/security.md`, and none that they do not give. */
import { describe, expect, it } from "vitest";
import { FULL, LEAST, TRIAL } from "./azd/environments.ts";
import { readDoc, tableIn } from "./docs/table.ts";
import { linesOf, rolesOf } from "./rights/role-assignments.ts";
import { created, provision, TEMPLATES, valueAt } from "./templates.ts";

const deployments = [LEAST, TRIAL, FULL].map((env) => provision(env));

describe("the roles that the templates give", () => {
  it("are those of docs/security.md", () => {
    const documented = tableIn(readDoc("security.md"), "Roles").map(({ who = "", role = "", on = "" }) => ({
      who,
      role,
      on,
    }));
    expect(rolesOf(deployments)).toEqual(linesOf(documented));
  });

  it("are the least that work", () => {
    expect(rolesOf(deployments)).toEqual([
      "app identity | Cosmos DB Built-in Data Contributor | Cosmos DB account",
      "app identity | Key Vault Secrets User | key vault",
      "app identity | Monitoring Metrics Publisher | Application Insights",
      "app identity | Storage Blob Data Owner | storage account",
      "app identity | Storage Queue Data Contributor | storage account",
      "deployer | Key Vault Secrets Officer | key vault",
      "system topic | Storage Blob Data Contributor | container dead-letters",
      "system topic | Storage Queue Data Message Sender | queue events",
    ]);
  });

  it("are given to nobody who deploys without an id", () => {
    const { AZURE_PRINCIPAL_ID, ...others } = LEAST;
    expect(AZURE_PRINCIPAL_ID).toBeDefined();
    expect(rolesOf([provision(others)]).filter((line) => line.startsWith("deployer"))).toEqual([]);
  });

  it("say what kind their principal is: Azure may not know a new identity for a while", () => {
    const assignments = deployments.flatMap((found) =>
      created(found, "Microsoft.Authorization/roleAssignments"),
    );
    const kinds = assignments.map(({ body }) => [
      valueAt(body, "properties.principalId"),
      valueAt(body, "properties.principalType"),
    ]);
    for (const [id, kind] of kinds)
      expect(kind).toBe(id === LEAST["AZURE_PRINCIPAL_ID"] ? "User" : "ServicePrincipal");
  });

  it("are given on what there is", () => {
    for (const deployment of deployments) {
      const ids = new Set(created(deployment).map(({ id }) => id));
      const scopes = created(deployment, "Microsoft.Authorization/roleAssignments").map(({ scope }) => scope);
      expect(scopes.filter((scope) => typeof scope === "string" || !ids.has(scope.id))).toEqual([]);
    }
  });

  it("have a name of their own each", () => {
    for (const deployment of deployments) {
      const ids = created(deployment, "Microsoft.Authorization/roleAssignments").map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it("are seen when there is one more", () => {
    const sender = "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a";
    const file = TEMPLATES.bicepPaths.find((path) => TEMPLATES.text(path).includes(sender)) ?? "";
    const broken = TEMPLATES.broken(file, sender, "974c5e8b-45b9-4653-ba55-5f855dd0fb88");
    expect(rolesOf([provision(LEAST, broken)])).not.toEqual(rolesOf([provision(LEAST)]));
    const unheard = TEMPLATES.broken(file, sender, "8e3af657-a8ff-443c-a75c-2fe8c4bcb635");
    expect(() => rolesOf([provision(LEAST, unheard)])).toThrow("no built-in role");
  });
});
