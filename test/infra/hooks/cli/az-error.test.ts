/** What the Azure CLI prints when it fails, sorted by what a person has to do. */
import { expect, it } from "vitest";

import { azErrorOf } from "../../../../infra/hooks/cli/az-error.ts";

const said: readonly (readonly [string, string])[] = [
  ["signed-out", "ERROR: Please run 'az login' to setup account.\n"],
  [
    "signed-out",
    "ERROR: AADSTS50076: Due to a configuration change made by your administrator, you must use multi-factor authentication.\nInteractive authentication is needed. Please run:\naz login\n",
  ],
  [
    "signed-out",
    "ERROR: The subscription of 'x' doesn't exist in cloud 'AzureCloud'. Please run az login.\n",
  ],
  [
    "not-found",
    "ERROR: (ResourceNotFound) The Resource 'Microsoft.Devices/IotHubs/x' under resource group 'rg' was not found.\nCode: ResourceNotFound\n",
  ],
  ["not-found", "ERROR: (ResourceGroupNotFound) Resource group 'rg' could not be found.\n"],
  ["not-found", "ERROR: (SecretNotFound) A secret with (name/id) x was not found in this key vault.\n"],
  [
    "forbidden",
    "ERROR: (AuthorizationFailed) The client 'x' does not have authorization to perform action. If access was recently granted, please refresh your credentials.\n",
  ],
  [
    "forbidden",
    'ERROR: (Forbidden) Caller is not authorized to perform action on resource.\nInner error: {\n  "code": "ForbiddenByRbac"\n}\n',
  ],
  [
    "deleted",
    "ERROR: (Conflict) Secret x is currently in a deleted but recoverable state, and its name cannot be reused.\n",
  ],
  [
    "other",
    "ERROR: HTTPSConnectionPool(host='kv.vault.azure.net', port=443): Failed to resolve 'kv.vault.azure.net'\n",
  ],
  ["other", ""],
];

it.each(said)("%s: %j", (trouble, stderr) => {
  expect(azErrorOf("az x", stderr).trouble).toBe(trouble);
});

it("tells its first error in one line, whatever stands before and after it", () => {
  const stderr = "WARNING: the CLI is old\nERROR: (X) It broke.\nCode: X\nMessage: It broke.\n";
  expect(azErrorOf("az group show", stderr).message).toBe("az group show: (X) It broke.");
  expect(azErrorOf("az group show", "\n  Traceback\n more").message).toBe("az group show: Traceback");
  expect(azErrorOf("az group show", "").message).toBe("az group show: it failed without a word");
});
