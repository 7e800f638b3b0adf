/** Whether the Azure CLI is signed in where azd deploys to. azd has a sign-in of its own; the hooks use the CLI's. */
import * as z from "zod";

import { valueOf } from "../../../functions/config/variable.ts";
import type { Variables } from "../../../functions/config/variable.ts";
import type { Az } from "../cli/az.ts";
import { AzError } from "../cli/az-error.ts";
import { fault } from "./finding.ts";
import type { Finding } from "./finding.ts";

const accountsSchema = z.array(z.looseObject({ id: z.string(), name: z.string(), tenantId: z.string() }));

export type Account = z.infer<typeof accountsSchema>[number];

/** The subscriptions that the sign-in sees. @throws AzError */
export async function readAccounts(az: Az): Promise<Account[]> {
  return az.read(["account", "list", "--all"], accountsSchema);
}

export function accountOf(accounts: readonly Account[], subscription: string): Account | undefined {
  return accounts.find(({ id }) => id.toLowerCase() === subscription.toLowerCase());
}

export function checkSignIn(env: Variables, accounts: readonly Account[]): Finding[] {
  if (accounts.length === 0) return [signedOut(env)];
  const subscription = valueOf(env, "AZURE_SUBSCRIPTION_ID");
  if (subscription === undefined) {
    return [
      fault(
        "azd does not know yet where to deploy to: azd up asks before this check, azd provision only after it.",
        "azd env set AZURE_SUBSCRIPTION_ID ID",
        "azd env set AZURE_LOCATION REGION",
      ),
    ];
  }
  if (accountOf(accounts, subscription) !== undefined) return [];
  return [
    fault(
      `The Azure CLI is signed in, but does not see the subscription that azd deploys to (${subscription}).`,
      loginLine(env),
    ),
  ];
}

/** What is asked of a person where the CLI could not be used at all; undefined for what is another check's. */
export function faultOfCli(error: unknown, env: Variables): Finding | undefined {
  if (!(error instanceof AzError)) return undefined;
  if (error.trouble === "signed-out") return signedOut(env);
  if (error.trouble !== "not-installed") return undefined;
  return fault(
    "The Azure CLI (az) is not installed, and the hooks ask it about hubs and regions.",
    "https://learn.microsoft.com/cli/azure/install-azure-cli",
    loginLine(env),
  );
}

function signedOut(env: Variables): Finding {
  return fault("The Azure CLI is not signed in, or its sign-in has expired.", loginLine(env));
}

function loginLine(env: Variables): string {
  return `az login --tenant ${valueOf(env, "AZURE_TENANT_ID") ?? "YOUR-TENANT"}`;
}
