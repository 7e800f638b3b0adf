/** After `azd down`: takes away what a deployment put beside hubs that are not its own. */
import { makeAz } from "./cli/az.ts";
import { refuseWhileThere } from "./down/refuse-while-there.ts";
import { removeBesideHub } from "./down/remove-beside-hub.ts";
import { HookFailure, runHook } from "./hook.ts";
import { savedHubs } from "./hub/hubs-value.ts";
import { ownGroup, required } from "./settings.ts";

await runHook(async () => {
  const { env } = process;
  const hubs = savedHubs(env);
  if (hubs.length === 0) return;
  const az = makeAz(env);
  const environment = required(env, "AZURE_ENV_NAME");
  const group = ownGroup(env);
  await refuseWhileThere(group, az);
  const failures: string[] = [];
  for (const hub of hubs) {
    try {
      for (const sentence of await removeBesideHub(hub, { environment, group }, az)) console.log(sentence);
    } catch (error) {
      failures.push(`At the hub ${hub.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failures.length > 0)
    throw new HookFailure([...failures, "To try again: azd hooks run postdown"].join("\n"));
});
