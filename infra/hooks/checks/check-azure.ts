/** What Azure has to say: the sign-in first, because without it nothing else can be asked; then everything at once. */
import { valueOf } from "../../../functions/config/variable.ts";
import type { Variables } from "../../../functions/config/variable.ts";
import type { Az } from "../cli/az.ts";
import { AzError } from "../cli/az-error.ts";
import { findHub } from "../hub/find-hub.ts";
import type { FoundHub } from "../hub/find-hub.ts";
import type { HubId } from "../hub/hub-id.ts";
import { ownGroup } from "../settings.ts";
import type { Group } from "../settings.ts";
import { checkDeletedVault } from "./deleted-vault.ts";
import { checkDroppedHubs } from "./dropped-hubs.ts";
import { fault, warning } from "./finding.ts";
import type { Finding } from "./finding.ts";
import type { WantedHubs } from "./hub-ids.ts";
import { checkHub, checkTenant } from "./hubs.ts";
import { checkOwnGroup } from "./own-group.ts";
import { checkRegion, readFlexRegions } from "./region.ts";
import { checkSignIn, faultOfCli, readAccounts } from "./sign-in.ts";

export interface CheckedAzure {
  readonly hubs: readonly FoundHub[];
  readonly findings: readonly Finding[];
}

export async function checkAzure(az: Az, env: Variables, wanted: WantedHubs): Promise<CheckedAzure> {
  const { ids } = wanted;
  try {
    const accounts = await readAccounts(az);
    const signIn = checkSignIn(env, accounts);
    if (signIn.length > 0) return { hubs: [], findings: signIn };
    const tenant = ids.map((id) => checkTenant(id, env, accounts));
    const within = ids.filter((_, index) => tenant[index]?.length === 0);
    const ours = ownGroup(env);
    const parts = await Promise.all([
      told(checkOwnGroup(az, env, ours), ({ message }) =>
        unanswered(`the resource group ${ours.name}`, message),
      ),
      told(regions(az, env), ({ message }) => unknownRegion(env, message)),
      told(checkDeletedVault(az, env, ours), ({ message }) => unanswered("deleted vaults", message)),
      // One that was mistyped is not one that was dropped.
      wanted.findings.length > 0 ? [] : checkDroppedHubs(az, env, ids),
    ]);
    const hubs = await Promise.all(within.map((id) => hubFindings(az, env, id, ours)));
    return {
      hubs: hubs.flatMap(({ hubs }) => hubs),
      findings: [...parts.flat(), ...tenant.flat(), ...hubs.flatMap(({ findings }) => findings)],
    };
  } catch (error) {
    const finding = faultOfCli(error, env);
    if (finding === undefined) throw error;
    return { hubs: [], findings: [finding] };
  }
}

/** What the CLI could not say becomes a finding beside the others, unless it can say nothing at all. */
async function told(findings: Promise<Finding[]>, instead: (error: AzError) => Finding): Promise<Finding[]> {
  try {
    return await findings;
  } catch (error) {
    if (!(error instanceof AzError) || faultOfCli(error, {}) !== undefined) throw error;
    return [instead(error)];
  }
}

function unanswered(what: string, message: string): Finding {
  return fault(`Of ${what} nothing could be learnt (${message}). If that may pass:`, "azd provision");
}

async function regions(az: Az, env: Variables): Promise<Finding[]> {
  return checkRegion(env, await readFlexRegions(az));
}

/** The list is a help: where it cannot be had, the deployment itself will tell. */
function unknownRegion(env: Variables, message: string): Finding {
  const region = valueOf(env, "AZURE_LOCATION") ?? "the region";
  return warning(`Whether ${region} offers Flex Consumption could not be asked (${message}).`);
}

async function hubFindings(az: Az, env: Variables, id: HubId, ours: Group): Promise<CheckedAzure> {
  const hubs: FoundHub[] = [];
  const look = async (): Promise<Finding[]> => {
    const hub = await findHub(az, id, ours);
    if (!("trouble" in hub)) hubs.push(hub);
    return checkHub(hub, env);
  };
  const findings = await told(look(), ({ message }) => unanswered(`the hub ${id.name}`, message));
  return { hubs, findings };
}
