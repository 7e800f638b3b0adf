/** Queues, blob containers and what `host.json` says of them: the same names in the templates as in the code. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parseHostSettings } from "../../dev/host/host-settings.ts";
import { LIFETIME_S } from "../../functions/adapters/documents/containers.ts";
import { registeredFunctions } from "./app/registered-functions.ts";
import { withSamples } from "./app/samples.ts";
import type { Registered } from "./app/registered-functions.ts";
import { ENVIRONMENTS, FULL, LEAST } from "./azd/environments.ts";
import { created, provision, TEMPLATES, theOnly, valueAt } from "./templates.ts";
import { textOf } from "./template/values.ts";
import type { Deployment } from "./template/values.ts";

const QUEUES = "Microsoft.Storage/storageAccounts/queueServices/queues";
const CONTAINERS = "Microsoft.Storage/storageAccounts/blobServices/containers";

let functions: readonly Registered[] = [];
beforeAll(async () => {
  functions = await registeredFunctions();
});

const HOST = "properties.functionAppConfig";

const queuesOf = (deployment: Deployment): string[] =>
  created(deployment, QUEUES)
    .map(({ name }) => name)
    .toSorted();

describe.each(Object.entries(ENVIRONMENTS))("in the environment %s", (_name, env) => {
  const deployment = provision(env);

  it("there is a queue for each function that reads one, and its poison", () => {
    const read = functions.flatMap(({ queue }) => queue ?? []);
    expect(read).toHaveLength(3);
    expect(queuesOf(deployment)).toEqual([...read, ...read.map((queue) => `${queue}-poison`)].toSorted());
  });

  it("there are the containers for the package and for dead letters", () => {
    expect(
      created(deployment, CONTAINERS)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(["dead-letters", "deployments"]);
  });

  it("instances are kept ready for functions that exist and that must be on time", () => {
    const ready = valueAt(
      theOnly(deployment, "Microsoft.Web/sites").body,
      `${HOST}.scaleAndConcurrency.alwaysReady`,
    );
    const count = env === FULL ? 2 : 1;
    expect(ready).toEqual([
      { name: "function:deadlines", instanceCount: count },
      { name: "function:notifications", instanceCount: count },
    ]);
    const names = functions.map(({ name }) => `function:${name}`);
    expect(names).toEqual(expect.arrayContaining(["function:deadlines", "function:notifications"]));
  });

  it("the package is fetched from its container, as the app's identity", () => {
    const storage = valueAt(theOnly(deployment, "Microsoft.Web/sites").body, `${HOST}.deployment.storage`);
    const account = theOnly(deployment, "Microsoft.Storage/storageAccounts");
    const identity = theOnly(deployment, "Microsoft.ManagedIdentity/userAssignedIdentities");
    expect(withSamples(textOf(valueAt(storage, "value") ?? null))).toBe(
      `https://${account.name}.blob.core.windows.net/deployments`,
    );
    expect(storage).toMatchObject({
      type: "blobContainer",
      authentication: { type: "UserAssignedIdentity", userAssignedIdentityResourceId: identity.id },
    });
  });
});

it("dead letters are kept as long as what the app itself could not read", () => {
  const { body } = theOnly(provision(LEAST), "Microsoft.Storage/storageAccounts/managementPolicies");
  const days = LIFETIME_S.rejected / 86_400;
  expect(valueAt(body, "properties.policy.rules.0")).toMatchObject({
    enabled: true,
    type: "Lifecycle",
    definition: {
      filters: { blobTypes: ["blockBlob"], prefixMatch: ["dead-letters/"] },
      actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: days } } },
    },
  });
});

it("no instance is kept ready where none is wanted", () => {
  const deployment = provision({ ...LEAST, LINEWATCH_ALWAYS_READY: "0" });
  const { body } = theOnly(deployment, "Microsoft.Web/sites");
  expect(valueAt(body, `${HOST}.scaleAndConcurrency.alwaysReady`)).toEqual([]);
});

it("a queue by another name is seen", () => {
  const { file } = created(provision(LEAST), QUEUES)[0]?.at ?? { file: "" };
  const broken = TEMPLATES.broken(file, "'deadlines'", "'deadline'");
  expect(queuesOf(provision(LEAST, broken))).not.toEqual(queuesOf(provision(LEAST)));
});

it("host.json gives a message time to come back, and its poison queue a reason", () => {
  const { queues } = parseHostSettings(JSON.parse(readFileSync("host.json", "utf8")));
  expect(queues).toMatchObject({
    messageEncoding: "base64",
    visibilityTimeoutMs: 30_000,
    maxDequeueCount: 5,
    maxPollingIntervalMs: 2000,
  });
});
