/** Whether the group that the template makes is this environment's: `azd down` deletes it with everything in it. */
import * as z from "zod";

import { valueOf } from "../../../functions/config/variable.ts";
import type { Variables } from "../../../functions/config/variable.ts";
import type { Az } from "../cli/az.ts";
import { AzError } from "../cli/az-error.ts";
import type { Group } from "../settings.ts";
import { fault } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { regionName } from "./region.ts";

const groupSchema = z.looseObject({ location: z.string(), tags: z.record(z.string(), z.string()).nullish() });

/** @throws AzError */
export async function checkOwnGroup(
  az: Az,
  env: Variables,
  { subscription, name }: Group,
): Promise<Finding[]> {
  const group = await readGroup(az, ["group", "show", "--name", name, "--subscription", subscription]);
  if (group === undefined) return [];
  const { "azd-env-name": environment, product } = group.tags ?? {};
  // azd calls the groups of all projects so, and tags them with the environment's name, which many share.
  if (environment !== valueOf(env, "AZURE_ENV_NAME") || product !== "linewatch") {
    return [
      fault(
        `There is a resource group ${name} already that this environment has not made, and azd down would delete everything in it. Take another name:`,
        "azd env new NAME",
      ),
    ];
  }
  const region = valueOf(env, "AZURE_LOCATION");
  if (region === undefined || regionName(region) === regionName(group.location)) return [];
  return [
    fault(
      `This environment has been deployed to ${group.location}, and nothing moves to ${region}. Go back, or make another environment there:`,
      `azd env set AZURE_LOCATION ${group.location}`,
      "azd env new NAME",
    ),
  ];
}

/** Undefined for one that will be made. */
async function readGroup(az: Az, show: readonly string[]): Promise<z.infer<typeof groupSchema> | undefined> {
  try {
    return await az.read(show, groupSchema);
  } catch (error) {
    if (error instanceof AzError && error.trouble === "not-found") return undefined;
    throw error;
  }
}
