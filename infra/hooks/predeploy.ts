/**
 * Before the app is deployed: `azd deploy` by itself runs neither the project's prepackage nor preprovision, so the
 * package is written anew, and a policy file with faults goes no further: the app would not start with it.
 */
import { checkPolicyFile, readPolicyText } from "./checks/policy-file.ts";
import { printFindings } from "./checks/print-findings.ts";
import { runHook } from "./hook.ts";
import { writePackage } from "./package/write-package.ts";

await runHook(async () => {
  printFindings(checkPolicyFile(readPolicyText()).findings, console.log);
  writePackage();
});
