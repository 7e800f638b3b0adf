/**
 * Before anything is created: everything that a person would trip over, told at once with what to type; and what the
 * template has to know of the hubs, saved for it. Reads and changes nothing else, so it can be run as often as one likes.
 */
import type { Variables } from "../../functions/config/variable.ts";
import { checkAzure } from "./checks/check-azure.ts";
import { checkEnvironment } from "./checks/check-environment.ts";
import { readWantedHubs } from "./checks/hub-ids.ts";
import { readPolicyText } from "./checks/policy-file.ts";
import { printFindings } from "./checks/print-findings.ts";
import { makeAz } from "./cli/az.ts";
import { saveValue } from "./cli/azd.ts";
import { runHook } from "./hook.ts";
import type { FoundHub } from "./hub/find-hub.ts";
import { HUBS, hubsValue } from "./hub/hubs-value.ts";
import { required } from "./settings.ts";

await runHook(async () => {
  const { env } = process;
  const wanted = readWantedHubs(env);
  const azure = await checkAzure(makeAz(env), env, wanted);
  const findings = [...checkEnvironment(env, readPolicyText()), ...wanted.findings, ...azure.findings];
  printFindings(findings, console.log);
  await saveHubs(env, azure.hubs);
  console.log(`Checked: sign-in, region, policy file and ${hubsInWords(azure.hubs)}.`);
});

async function saveHubs(env: Variables, hubs: readonly FoundHub[]): Promise<void> {
  const environment = required(env, "AZURE_ENV_NAME");
  const value = hubsValue(hubs, environment);
  if ((env[HUBS] ?? "[]") !== value) await saveValue(environment, HUBS, value);
}

function hubsInWords(hubs: readonly FoundHub[]): string {
  if (hubs.length === 0) return "the trial hub's size";
  return hubs
    .map(
      ({ id, topic }) =>
        `${id.name} (${topic === undefined ? "system topic to be made" : `system topic ${topic.name}`})`,
    )
    .join(", ");
}
