/**
 * Before azd asks whether everything may be deleted: whether it could be. What lies beside hubs goes afterwards, because a
 * person may still say no, and must then have lost no event.
 */
import { makeAz } from "./cli/az.ts";
import { refuseLocks } from "./down/locks.ts";
import { runHook } from "./hook.ts";
import { ownGroup } from "./settings.ts";

await runHook(async () => {
  const { env } = process;
  await refuseLocks(ownGroup(env), makeAz(env));
});
