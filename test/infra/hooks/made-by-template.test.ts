/** The hooks know again what the template makes: by its names and tags they tell ours from other people's. */
import { describe, expect, it } from "vitest";

import { checkDeletedVault } from "../../../infra/hooks/checks/deleted-vault.ts";
import { checkHub } from "../../../infra/hooks/checks/hubs.ts";
import { checkOwnGroup } from "../../../infra/hooks/checks/own-group.ts";
import { parseHubId } from "../../../infra/hooks/hub/hub-id.ts";
import { findHub } from "../../../infra/hooks/hub/find-hub.ts";
import { ownGroup } from "../../../infra/hooks/settings.ts";
import { LEAST, NEW_TOPIC_HUB } from "../azd/environments.ts";
import type { Resource } from "../template/resource.ts";
import { isFields } from "../template/values.ts";
import { created, provision, theOnly } from "../templates.ts";
import { makeFakeAz } from "./support/fake-az.ts";

const TOPIC = "Microsoft.EventGrid/systemTopics";
const deployment = provision(LEAST);
const group = theOnly(deployment, "Microsoft.Resources/resourceGroups");
const env = { ...LEAST, AZURE_SUBSCRIPTION_ID: group.id.split("/")[2] ?? "" };
const ours = ownGroup(env);
const hub = parseHubId(NEW_TOPIC_HUB) ?? expect.fail("a hub's id");

/** As the Azure CLI shows it. */
function shown({ id, name, body }: Resource) {
  const { tags, identity, properties } = body;
  return {
    ...(isFields(properties) ? properties : {}),
    tags,
    identity,
    id,
    name,
    resourceGroup: id.split("/")[4],
  };
}

describe("beside a hub", () => {
  it.each([
    ["this environment", ours, []],
    ["one of its name in another subscription", { ...ours, subscription: "elsewhere" }, ["fault"]],
  ])("the topic and the subscription, for %s", async (_, asking, findings) => {
    const az = makeFakeAz((line) => {
      if (line.startsWith("resource show")) return { json: { location: "norwayeast" } };
      if (line.includes("event-subscription list"))
        return { json: created(deployment, `${TOPIC}/eventSubscriptions`).map(shown) };
      return { json: [shown(theOnly(deployment, TOPIC))] };
    });
    const found = await findHub(az, hub, asking);
    expect(found).toMatchObject({ topic: { madeBy: "prod", hasOwnIdentity: true } });
    expect(checkHub(found, env).map(({ severity }) => severity)).toEqual(findings);
  });
});

it("the resource group", async () => {
  const { tags } = shown(group);
  const az = makeFakeAz(() => ({ json: { location: "norwayeast", tags } }));
  expect(await checkOwnGroup(az, env, ours)).toEqual([]);
  expect(await checkOwnGroup(az, { ...env, AZURE_ENV_NAME: "test" }, ours)).toHaveLength(1);
});

it("a deleted vault of an earlier deployment", async () => {
  const { id, name } = theOnly(deployment, "Microsoft.KeyVault/vaults");
  const az = makeFakeAz(() => ({ json: [{ name, properties: { vaultId: id, location: "norwayeast" } }] }));
  expect((await checkDeletedVault(az, env, ours)).map(({ severity }) => severity)).toEqual(["fault"]);
});
