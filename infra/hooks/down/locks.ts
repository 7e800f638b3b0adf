/** What would stop `azd down` half way: locks, which somebody set so that nothing is deleted by mistake. */
import * as z from "zod";

import type { Az } from "../cli/az.ts";
import { AzError } from "../cli/az-error.ts";
import { HookFailure } from "../hook.ts";
import type { Group } from "../settings.ts";

const locksSchema = z.array(z.looseObject({ id: z.string(), name: z.string() }));

/** @throws HookFailure that names each lock and how to take it off. */
export async function refuseLocks({ subscription, name }: Group, az: Az): Promise<void> {
  const locks = await listLocks(["--resource-group", name, "--subscription", subscription], az);
  if (locks.length === 0) return;
  const lines = locks.map(({ id }) => `    az lock delete --ids "${id}"`);
  throw new HookFailure(
    [
      `Nothing has been deleted: ${locks.length === 1 ? "a lock protects" : "locks protect"} what is in ${name}.`,
      "If it really is to go, with the history of every device in it, take off:",
      ...lines,
      "    azd env set LINEWATCH_LOCK false",
    ].join("\n"),
  );
}

async function listLocks(place: readonly string[], az: Az): Promise<z.infer<typeof locksSchema>> {
  try {
    return await az.read(["lock", "list", ...place], locksSchema);
  } catch (error) {
    // The group is gone already.
    if (error instanceof AzError && error.trouble === "not-found") return [];
    throw error;
  }
}
