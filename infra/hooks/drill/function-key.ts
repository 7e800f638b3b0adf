/** The key of the whole app, by which programs are let in to `/api`. */
import * as z from "zod";

import type { Clock } from "../../../functions/application/ports.ts";
import type { Az } from "../cli/az.ts";
import { AzError } from "../cli/az-error.ts";
import { HookFailure } from "../hook.ts";
import type { DeployedApp } from "../settings.ts";

const keysSchema = z.looseObject({ functionKeys: z.record(z.string(), z.string()).nullish() });

/** The host keeps the keys, and it may just be starting anew with the code. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 5_000;

/** What a person types for it. */
export function keyLine(app: DeployedApp): string {
  return `az functionapp keys list ${placeOf(app).join(" ")} --query functionKeys.default --output tsv`;
}

/** @throws AzError; HookFailure where the app has no such key. */
export async function readFunctionKey(app: DeployedApp, az: Az, clock: Clock): Promise<string> {
  const until = clock.now() + PATIENCE_MS;
  for (;;) {
    try {
      const { functionKeys } = await az.read(["functionapp", "keys", "list", ...placeOf(app)], keysSchema);
      const key = functionKeys?.["default"] ?? Object.values(functionKeys ?? {})[0];
      if (key === undefined) throw lacking(app);
      return key;
    } catch (error) {
      if (!(error instanceof AzError) || error.trouble !== "other" || clock.now() >= until) throw error;
      await clock.pause(PAUSE_MS);
    }
  }
}

function placeOf({ subscription, group, name }: DeployedApp): string[] {
  return ["--resource-group", group, "--name", name, "--subscription", subscription];
}

function lacking(app: DeployedApp): HookFailure {
  const set = `az functionapp keys set ${placeOf(app).join(" ")} --key-type functionKeys --key-name default`;
  return new HookFailure(
    [
      `The app ${app.name} has no function key. This makes one:`,
      `    ${set}`,
      "    azd hooks run postdeploy",
    ].join("\n"),
  );
}
