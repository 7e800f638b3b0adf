/**
 * `npm run package`: writes `build/package/`, the folder that `azd` and the release deploy as it lies there. The bundle
 * has everything in it, so nothing is installed or built where it runs.
 */
import { fileURLToPath } from "node:url";

import { writePackage } from "./package/write-package.ts";
import { runCommand } from "./run-command.ts";

const FOLDER = fileURLToPath(new URL("../build/package", import.meta.url));

await runCommand({}, async () => {
  const files = await writePackage(FOLDER);
  const maps = files.filter((file) => file.endsWith(".map")).length;
  console.log(`build/package: ${files.length} files, of which ${maps} source maps stay here.`);
});
