/** The hooks around `azd down`: what they refuse, what they take away, and what is not ours to take. */
import { afterAll, describe, expect, it } from "vitest";

import {
  DEPLOYED,
  ENVIRONMENT,
  eventSubscription,
  forbidden,
  HUB_ID,
  ownTopic,
  SUBSCRIPTION,
  topic,
} from "./support/azure.ts";
import { makeWorkshop } from "./support/hook.ts";
import type { Scenario } from "./support/scenario.ts";

const workshop = makeWorkshop();
afterAll(() => workshop.remove());

const HUBS = JSON.stringify([{ id: HUB_ID, location: "northeurope", systemTopicId: "" }]);
const lock = {
  id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-plant-oslo/providers/x/locks/linewatch-data`,
  name: "linewatch-data",
};

describe("before", () => {
  it("lets azd go on where nothing is locked, and removes nothing", async () => {
    workshop.answer({ "az lock list": [{ json: [] }] });
    const { code, said, lines } = await workshop.run("predown", { ...DEPLOYED, LINEWATCH_HUBS: HUBS });
    expect([code, said]).toEqual([0, ""]);
    expect(lines).toEqual([`az lock list --resource-group rg-plant-oslo --subscription ${SUBSCRIPTION}`]);
  });

  it("names each lock and how to take it off", async () => {
    workshop.answer({ "az lock list": [{ json: [lock] }] });
    const { code, said } = await workshop.run("predown", DEPLOYED);
    expect(said).toContain("Nothing has been deleted: a lock protects what is in rg-plant-oslo.");
    expect(said).toContain(`az lock delete --ids "${lock.id}"`);
    expect(said).toContain("azd env set LINEWATCH_LOCK false");
    expect(code).toBe(1);
  });

  it("does not mind a group that is gone already", async () => {
    const gone = "ERROR: (ResourceGroupNotFound) Resource group 'rg-plant-oslo' could not be found.\n";
    workshop.answer({ "az lock list": [{ stderr: gone }] });
    expect((await workshop.run("predown", DEPLOYED)).code).toBe(0);
  });
});

describe("afterwards", () => {
  const list = "az eventgrid system-topic list";
  const listSubscriptions = "az eventgrid system-topic event-subscription list";
  const remove = "az eventgrid system-topic event-subscription delete";
  const gone: Scenario = {
    "az group exists": [{ json: false }],
    [list]: [{ json: [ownTopic] }],
    [listSubscriptions]: [{ json: [eventSubscription("linewatch-plant-oslo", "rg-plant-oslo")] }],
    [remove]: [{}],
    "az eventgrid system-topic delete": [{}],
  };
  const at = `--resource-group rg-hubs --subscription ${SUBSCRIPTION} --yes`;
  const removedSubscription = `${remove} --name linewatch-plant-oslo --system-topic-name ${ownTopic.name} ${at}`;
  const removedTopic = `az eventgrid system-topic delete --name ${ownTopic.name} ${at}`;

  async function down(scenario: Scenario, env: Readonly<Record<string, string>> = { LINEWATCH_HUBS: HUBS }) {
    workshop.answer({ ...gone, ...scenario });
    const ended = await workshop.run("postdown", { ...ENVIRONMENT, ...env });
    return { ...ended, removed: ended.lines.filter((line) => line.includes(" delete ")) };
  }

  it("takes away our subscription and the topic that we made", async () => {
    const { code, said, removed } = await down({});
    expect(removed).toEqual([removedSubscription, removedTopic]);
    expect(said).toBe(
      "Removed the subscription linewatch-plant-oslo from the hub contoso-hub.\nRemoved the system topic linewatch-a1b2c3d4e5f6g, which was made here.\n",
    );
    expect(code).toBe(0);
  });

  it("a second time finds nothing to do", async () => {
    const { code, removed } = await down({ [list]: [{ json: [] }] });
    expect([code, removed]).toEqual([0, []]);
  });

  it("leaves somebody's topic, and subscriptions that deliver elsewhere whatever their names", async () => {
    const { code, said, removed } = await down({
      [list]: [{ json: [topic] }],
      [listSubscriptions]: [
        {
          json: [
            eventSubscription("linewatch-plant-oslo", "rg-plant-oslo-2"),
            eventSubscription("mine", "RG-Plant-Oslo"),
          ],
        },
      ],
    });
    expect(removed).toEqual([
      `${remove} --name mine --system-topic-name contoso-topic --resource-group rg-hubs --subscription ${SUBSCRIPTION} --yes`,
    ]);
    expect(said).toContain("Kept the system topic contoso-topic: this environment did not make it.");
    expect(code).toBe(0);
  });

  it.each([
    ["its name", { ...topic, tags: ownTopic.tags }],
    ["the group that it lies in", { ...ownTopic, resourceGroup: "rg-theirs" }],
  ])(
    "leaves a topic that another project made in an environment of the same name, by %s",
    async (_, theirs) => {
      const { said, removed } = await down({
        [list]: [{ json: [theirs] }],
        [listSubscriptions]: [{ json: [] }],
      });
      expect(removed).toEqual([]);
      expect(said).toContain(`Kept the system topic ${theirs.name}: this environment did not make it.`);
    },
  );

  it("leaves our topic while others have subscribed to it", async () => {
    const { said, removed } = await down({
      [listSubscriptions]: [
        {
          json: [
            eventSubscription("linewatch-plant-oslo", "rg-plant-oslo"),
            eventSubscription("theirs", "rg-other"),
          ],
        },
      ],
    });
    expect(removed).toEqual([removedSubscription]);
    expect(said).toContain(
      "Kept the system topic linewatch-a1b2c3d4e5f6g, though it was made here: others have subscribed (theirs).",
    );
  });

  it("leaves everything while the app is still there: somebody may have said no", async () => {
    const { code, said, removed } = await down({ "az group exists": [{ json: true }] });
    expect([code, removed]).toEqual([1, []]);
    expect(said).toContain(
      "The resource group rg-plant-oslo is still there, so nothing has been removed from the hubs.",
    );
  });

  it("asks nothing where no hub was named, or what was saved cannot be read", async () => {
    for (const env of [{}, { LINEWATCH_HUBS: "[]" }, { LINEWATCH_HUBS: "half a [" }]) {
      expect(await down({}, env)).toMatchObject({ code: 0, said: "", calls: [] });
    }
  });

  it("goes on to the next hub where one is closed to us, and fails in the end", async () => {
    const closed = "55555555-5555-4555-8555-555555555555";
    const hubs = [
      { id: HUB_ID.replace(SUBSCRIPTION, closed).replace("contoso-hub", "far-hub") },
      { id: HUB_ID },
    ];
    const { code, said, removed } = await down(
      { [`${list} --subscription ${closed}`]: [forbidden] },
      { LINEWATCH_HUBS: JSON.stringify(hubs) },
    );
    expect(removed).toEqual([removedSubscription, removedTopic]);
    expect(said).toContain("At the hub far-hub: az eventgrid system-topic list: (AuthorizationFailed)");
    expect(said).toContain("To try again: azd hooks run postdown");
    expect(code).toBe(1);
  });
});
