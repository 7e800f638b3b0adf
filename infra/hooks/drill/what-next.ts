/** The last lines of a deployment: where everything is, and what to do with it. */
import type { DeployedApp } from "../settings.ts";
import { keyLine } from "./function-key.ts";

export function whatNext(app: DeployedApp, hasReceivers: boolean): string[] {
  const { url } = app;
  const drill = hasReceivers
    ? []
    : [
        "Nobody has been told anything yet. To reach a receiver of the policy file with a drill:",
        "    azd env set LINEWATCH_DRILL_RECEIVERS ops",
        "    azd hooks run postdeploy",
        "",
      ];
  return [
    "",
    `  Health     ${url}/api/health   open to anybody; names receivers that lack something`,
    `  Summary    ${url}/api/summary   with the key in the header x-functions-key, as all of these`,
    `  Devices    ${url}/api/devices`,
    `  Incidents  ${url}/api/incidents`,
    "",
    "The key:",
    `    ${keyLine(app)}`,
    "",
    ...drill,
    "Next: docs/deploy.md for what else can be set, docs/operations.md for the day on which something is wrong.",
  ];
}
