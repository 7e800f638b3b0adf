/** Whether `azd down` has done its part: while the app is there, its hubs' events must go on reaching it. */
import * as z from "zod";

import type { Az } from "../cli/az.ts";
import { HookFailure } from "../hook.ts";
import type { Group } from "../settings.ts";

/** @throws HookFailure while the group exists. */
export async function refuseWhileThere({ subscription, name }: Group, az: Az): Promise<void> {
  const isThere = await az.read(
    ["group", "exists", "--name", name, "--subscription", subscription],
    z.boolean(),
  );
  if (!isThere) return;
  throw new HookFailure(
    `The resource group ${name} is still there, so nothing has been removed from the hubs. To delete both: azd down`,
  );
}
