/** Who may what, as the templates say it: each role assignment in the words of `docs/security.md`. */
import { DEPLOYER } from "../azd/environments.ts";
import { created, valueAt, whereIs } from "../templates.ts";
import { SUBSCRIPTION } from "../template/place.ts";
import { Resource } from "../template/resource.ts";
import { Runtime, textOf } from "../template/values.ts";
import type { Deployment, Value } from "../template/values.ts";
import { ROLE_NAMES } from "./role-names.ts";

const ASSIGNMENT = "Microsoft.Authorization/roleAssignments";
const COSMOS = "Microsoft.DocumentDB/databaseAccounts";

/** What a role can be given on. A child is called by its own name too. */
const scopes: Readonly<Record<string, string>> = {
  "Microsoft.Storage/storageAccounts": "storage account",
  "Microsoft.Storage/storageAccounts/queueServices/queues": "queue",
  "Microsoft.Storage/storageAccounts/blobServices/containers": "container",
  "Microsoft.KeyVault/vaults": "key vault",
  "Microsoft.KeyVault/vaults/secrets": "secret",
  "Microsoft.Insights/components": "Application Insights",
  "Microsoft.Devices/IotHubs": "IoT hub",
};

export interface RoleAssignment {
  readonly who: string;
  readonly role: string;
  readonly on: string;
}

/** One line for each, in order, without repetitions. */
export function rolesOf(deployments: readonly Deployment[]): string[] {
  return linesOf(deployments.flatMap(assignmentsOf));
}

export function linesOf(assignments: readonly Readonly<Record<keyof RoleAssignment, string>>[]): string[] {
  return [...new Set(assignments.map(({ who, role, on }) => `${who} | ${role} | ${on}`))].toSorted();
}

function assignmentsOf(deployment: Deployment): RoleAssignment[] {
  const ofResources = created(deployment, ASSIGNMENT).map((assignment) => ({
    ...whoAndRole(assignment),
    on: assignment.scope instanceof Resource ? wordsFor(assignment.scope) : "resource group",
  }));
  const ofCosmos = created(deployment, `${COSMOS}/sqlRoleAssignments`).map((assignment) => ({
    ...whoAndRole(assignment),
    on: cosmosScope(assignment),
  }));
  return [...ofResources, ...ofCosmos];
}

function whoAndRole(assignment: Resource): Pick<RoleAssignment, "who" | "role"> {
  const id = textOf(valueAt(assignment.body, "properties.roleDefinitionId") ?? null);
  const [, role] = Object.entries(ROLE_NAMES).find(([roleId]) => definition(assignment, roleId) === id) ?? [];
  if (role === undefined) throw new Error(`${whereIs(assignment)}: no built-in role is called ${id}.`);
  return { who: principal(assignment), role };
}

/** A role's id as Azure writes it; Cosmos DB has roles of its own in every account. */
function definition({ parent, type }: Resource, roleId: string): string {
  return type === ASSIGNMENT
    ? `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`
    : `${parent?.id}/sqlRoleDefinitions/${roleId}`;
}

function principal(assignment: Resource): string {
  const id: Value = valueAt(assignment.body, "properties.principalId") ?? null;
  if (id === DEPLOYER) return "deployer";
  if (id instanceof Runtime) {
    const reach = id.path.join(".");
    if (id.of.type === "Microsoft.EventGrid/systemTopics" && reach === "identity.principalId")
      return "system topic";
    if (id.of.type.endsWith("/userAssignedIdentities") && reach === "properties.principalId")
      return "app identity";
  }
  throw new Error(`${whereIs(assignment)}: who is ${textOf(id)}?`);
}

function wordsFor(scope: Resource): string {
  const words = scopes[scope.type];
  if (words === undefined)
    throw new Error(`${whereIs(scope)}: a role is given on it, which has no word yet.`);
  const names = scope.fullName.split("/");
  return names.length === 1 ? words : `${words} ${names.at(-1)}`;
}

function cosmosScope(assignment: Resource): string {
  const scope = textOf(valueAt(assignment.body, "properties.scope") ?? null);
  const [account, database] = scope.split("/dbs/");
  if (account !== assignment.parent?.id) throw new Error(`${whereIs(assignment)}: its scope is ${scope}.`);
  return database === undefined ? "Cosmos DB account" : `database ${database}`;
}
