/** Writes `build/package`: a fresh clone has no such folder, and an older one would be deployed. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { HookFailure } from "../hook.ts";

/** @throws HookFailure */
export function writePackage(): void {
  const script = fileURLToPath(new URL("../../../dev/package.ts", import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { stdio: "inherit" });
  if (status !== 0) throw new HookFailure("build/package could not be written. To see why: npm run package");
}
