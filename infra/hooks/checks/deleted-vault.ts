/** A vault that `azd down` deleted without `--purge` keeps its name for a time, and that is the new one's too. */
import * as z from "zod";

import { valueOf } from "../../../functions/config/variable.ts";
import type { Variables } from "../../../functions/config/variable.ts";
import type { Az } from "../cli/az.ts";
import { AzError } from "../cli/az-error.ts";
import type { Group } from "../settings.ts";
import { fault } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { regionName } from "./region.ts";

const vaultsSchema = z.array(
  z.looseObject({
    name: z.string(),
    properties: z.looseObject({ vaultId: z.string(), location: z.string() }),
  }),
);

type Vault = z.infer<typeof vaultsSchema>[number];

/** As the template names a vault. Others that were in a group of that name do not stand in its way. */
const ownName = /^kv-[a-z0-9]{13}$/;

/** @throws AzError */
export async function checkDeletedVault(az: Az, env: Variables, ours: Group): Promise<Finding[]> {
  const region = regionName(valueOf(env, "AZURE_LOCATION") ?? "");
  const vaults = (await readDeleted(az, ours)).filter(({ name, properties: { vaultId, location } }) => {
    // A hash of these two is in its name, so in another region the new one has another.
    return (
      ownName.test(name) &&
      vaultId.split("/")[4]?.toLowerCase() === ours.name.toLowerCase() &&
      regionName(location) === region
    );
  });
  return vaults.map(({ name, properties: { location } }) =>
    fault(
      `The vault ${name} of an earlier deployment is deleted, but its name is not free yet. If nothing of it is needed any more:`,
      `az keyvault purge --name ${name} --location ${regionName(location)} --subscription ${ours.subscription}`,
    ),
  );
}

async function readDeleted(az: Az, { subscription }: Group): Promise<Vault[]> {
  try {
    const list = ["keyvault", "list-deleted", "--resource-type", "vault", "--subscription", subscription];
    return await az.read(list, vaultsSchema);
  } catch (error) {
    // Not everybody who deploys may look: then the deployment itself will tell.
    if (error instanceof AzError && error.trouble === "forbidden") return [];
    throw error;
  }
}
