/** The hook before anything is created, where something is wrong: each mishap alone, several at once, and a CLI that fails. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, expect, it } from "vitest";

import { ENVIRONMENT, eventSubscription, HUB_ID, topic, wellAzure } from "./support/azure.ts";
import { makeWorkshop } from "./support/hook.ts";
import type { Workshop } from "./support/hook.ts";
import { mishaps } from "./support/mishaps.ts";
import type { Scenario } from "./support/scenario.ts";

const workshop = makeWorkshop();
afterAll(() => workshop.remove());

function run(
  scenario: Scenario,
  env: Readonly<Record<string, string>> = ENVIRONMENT,
  at: Workshop = workshop,
) {
  at.answer(scenario);
  return at.run("preprovision", env);
}

it.concurrent.each(mishaps)(
  "$name: a sentence and what to type, and nothing is saved",
  async ({ azure, env, says }) => {
    const own = makeWorkshop();
    const { code, said, lines } = await run({ ...wellAzure, ...azure }, { ...ENVIRONMENT, ...env }, own);
    own.remove();
    for (const words of says) expect(said).toContain(words);
    expect(said).toContain(
      "Stopped before anything is created or changed: one thing has to be mended first.\n",
    );
    expect(said).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
    expect(lines.filter((line) => /^azd| (?:create|update|delete|set|add|purge) /.test(line))).toEqual([]);
  },
);

it("without an Azure CLI says where it is to be had", async () => {
  const bare = makeWorkshop(["azd"]);
  const { code, said } = await run(wellAzure, ENVIRONMENT, bare);
  bare.remove();
  expect(said).toContain("The Azure CLI (az) is not installed");
  expect(said).toContain("https://learn.microsoft.com/cli/azure/install-azure-cli");
  expect(code).toBe(1);
});

it("tells all faults at once, each with its line, and the policy file's with their places", async () => {
  const own = makeWorkshop();
  writeFileSync(join(own.project, "linewatch.yaml"), "receivers: {}\nroutes: [{ notify: [nobody] }]\n");
  const env = {
    ...ENVIRONMENT,
    AZURE_LOCATION: "norwaywest",
    LINEWATCH_MEMORY_MB: "4096",
    LINEWATCH_HUB_IDS: "hub",
  };
  const { code, said } = await run(wellAzure, env, own);
  own.remove();
  expect(said).toContain("Stopped before anything is created or changed: 4 things have to be mended first.");
  expect(said).toContain(
    "LINEWATCH_MEMORY_MB is “4096”; it must be 2048 or 512.\n      azd env set LINEWATCH_MEMORY_MB 2048",
  );
  expect(said).toContain("npm run policy -- check linewatch.yaml\n      linewatch.yaml:1:12 receivers");
  expect(said).toContain("The region norwaywest does not offer Flex Consumption");
  expect(said).toContain("“hub” is not the resource id");
  expect(code).toBe(1);
});

it("does not have the events of a hub ended whose id was mistyped", async () => {
  const { said } = await run(
    {
      ...wellAzure,
      "az eventgrid system-topic list": [{ json: [topic] }],
      "az eventgrid system-topic event-subscription list": [
        { json: [eventSubscription("linewatch-plant-oslo", "rg-plant-oslo")] },
      ],
    },
    { ...ENVIRONMENT, LINEWATCH_HUB_IDS: HUB_ID.slice(1), LINEWATCH_HUBS: JSON.stringify([{ id: HUB_ID }]) },
  );
  expect(said).toContain("is not the resource id of an IoT hub.");
  expect(said).not.toContain("is named no more");
});

it("does not say a connection string back that was taken for an id", async () => {
  const given = "HostName=contoso-hub.azure-devices.net;SharedAccessKeyName=owner;SharedAccessKey=c2VjcmV0";
  const { code, said } = await run(wellAzure, { ...ENVIRONMENT, LINEWATCH_HUB_IDS: given });
  expect(said).toContain("LINEWATCH_HUB_IDS: “HostName=…” is not the resource id of an IoT hub.");
  expect(said).not.toContain("c2VjcmV0");
  expect(said).toContain("one thing has to be mended first");
  expect(code).toBe(1);
});

it("tells what the CLI could not say beside everything else", async () => {
  const { code, said } = await run(
    {
      ...wellAzure,
      [`az resource show --ids ${HUB_ID}`]: [{ stderr: "ERROR: (InternalServerError) Try later.\n" }],
    },
    { ...ENVIRONMENT, LINEWATCH_LOCK: "maybe" },
  );
  expect(said).toContain("LINEWATCH_LOCK is “maybe”");
  expect(said).toContain(
    "Of the hub contoso-hub nothing could be learnt (az resource show: (InternalServerError) Try later.).",
  );
  expect(code).toBe(1);
});

it("goes on where the list of regions cannot be had, and says so", async () => {
  const { code, said } = await run({
    ...wellAzure,
    "az functionapp list-flexconsumption-locations": [{ stderr: "ERROR: something broke\n" }],
  });
  expect(said).toContain(
    "  ! Whether northeurope offers Flex Consumption could not be asked (az functionapp list-flexconsumption-locations: something broke).",
  );
  expect(code).toBe(0);
});

it("says in azd's words when azd does not save", async () => {
  const { code, said } = await run({
    ...wellAzure,
    "azd env set": [{ stderr: "ERROR: environment is locked\n" }],
  });
  expect(said).toContain(
    "azd could not save LINEWATCH_HUBS in its environment: ERROR: environment is locked",
  );
  expect(code).toBe(1);
});
