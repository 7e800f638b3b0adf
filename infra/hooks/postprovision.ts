/** After everything has been created: the one secret that no template can make, and the app's reference to it. */
import { machineClock } from "../../dev/smoke/machine-clock.ts";
import { makeAz } from "./cli/az.ts";
import { runHook } from "./hook.ts";
import { deployedApp, required } from "./settings.ts";
import { ensureLinkKey } from "./vault/link-key.ts";
import { refreshReferences } from "./vault/refresh-references.ts";

await runHook(async () => {
  const { env } = process;
  const az = makeAz(env);
  const app = deployedApp(env);
  const place = {
    subscription: app.subscription,
    vault: required(env, "KEY_VAULT_NAME"),
    name: required(env, "LINK_SIGNING_KEY_SECRET"),
  };
  const outcome = await ensureLinkKey(place, { az, clock: machineClock, print: console.log });
  // Whether or not the key is new: an earlier run may have ended between the two.
  await refreshReferences(app, az);
  console.log(`The key that signs links: ${place.name} in the vault ${place.vault} (${outcome}).`);
});
