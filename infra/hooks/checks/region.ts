/** Whether the region has the plan that the app runs on. */
import * as z from "zod";

import { valueOf } from "../../../functions/config/variable.ts";
import type { Variables } from "../../../functions/config/variable.ts";
import type { Az } from "../cli/az.ts";
import { fault } from "./finding.ts";
import type { Finding } from "./finding.ts";

const regionsSchema = z.array(z.looseObject({ name: z.string() }));

/** Written as the platform writes a region's name: `Norway East` is `norwayeast`. */
export function regionName(text: string): string {
  return text.toLowerCase().replaceAll(/\s/g, "");
}

/** @throws AzError */
export async function readFlexRegions(az: Az): Promise<string[]> {
  const regions = await az.read(["functionapp", "list-flexconsumption-locations"], regionsSchema);
  return regions.map(({ name }) => regionName(name));
}

/** Before azd has asked for a region there is nothing to check. */
export function checkRegion(env: Variables, flexRegions: readonly string[]): Finding[] {
  const region = valueOf(env, "AZURE_LOCATION");
  if (region === undefined || flexRegions.includes(regionName(region))) return [];
  return [
    fault(
      `The region ${region} does not offer Flex Consumption, the plan that the app runs on. Take one of these, in a new environment if anything has been created already:`,
      "az functionapp list-flexconsumption-locations --output table",
      "azd env set AZURE_LOCATION REGION",
    ),
  ];
}
