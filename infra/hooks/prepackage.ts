/** Before azd looks at `build/package`: writes it. */
import { runHook } from "./hook.ts";
import { writePackage } from "./package/write-package.ts";

await runHook(async () => writePackage());
