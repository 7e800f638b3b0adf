/** After the code is there: waits until it can work, and follows a drill through its queues, hop by hop. */
import { machineClock } from "../../dev/smoke/machine-clock.ts";
import { DRILL_RECEIVERS } from "./checks/drill-receivers.ts";
import { makeAz } from "./cli/az.ts";
import { drillDeployment } from "./drill/drill-deployment.ts";
import { readFunctionKey } from "./drill/function-key.ts";
import { waitForHealth } from "./drill/wait-for-health.ts";
import { whatNext } from "./drill/what-next.ts";
import { HookFailure, runHook } from "./hook.ts";
import { deployedApp, listOf } from "./settings.ts";
import { refreshReferences } from "./vault/refresh-references.ts";

/** While it deploys, azd redraws a table in place of the last lines; these it may have. */
const ROOM_FOR_TABLE = "\n".repeat(5);

await runHook(async () => {
  const { env } = process;
  const az = makeAz(env);
  const app = deployedApp(env);
  const receivers = listOf(env, DRILL_RECEIVERS);
  const refresh = (): Promise<void> => refreshReferences(app, az);
  await waitForHealth(app.url, { clock: machineClock, fetch, print: console.log, refresh });
  const key = await readFunctionKey(app, az, machineClock);
  const { outcome, lines } = await drillDeployment({ url: app.url, key, receivers, clock: machineClock });
  // All at once and at the end, because of that table.
  const closing = outcome.passed ? whatNext(app, receivers.length > 0) : [];
  console.log([...lines, ...closing, ROOM_FOR_TABLE].join("\n"));
  if (!outcome.passed) throw new HookFailure("The drill failed. To try it again: azd hooks run postdeploy");
});
