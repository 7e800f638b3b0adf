/** The hook before anything is created, where everything is as it should be: what it asks, saves and says. */
import { afterAll, describe, expect, it } from "vitest";

import {
  deletedVault,
  ENVIRONMENT,
  eventSubscription,
  forbidden,
  HUB_ID,
  OWN_TAGS,
  ownTopic,
  SUBSCRIPTION,
  topic,
  TOPIC_ID,
  wellAzure,
} from "./support/azure.ts";
import { makeWorkshop } from "./support/hook.ts";
import type { Scenario } from "./support/scenario.ts";

const workshop = makeWorkshop();
afterAll(() => workshop.remove());

const { LINEWATCH_HUB_IDS: _, ...WITHOUT_HUB } = ENVIRONMENT;

function savedLine(systemTopicId: string, location = "northeurope"): string {
  const value = JSON.stringify([{ id: HUB_ID, location, systemTopicId }]);
  return `azd env set LINEWATCH_HUBS ${value} --environment plant-oslo --no-prompt`;
}

function run(scenario: Scenario, env: Readonly<Record<string, string>> = ENVIRONMENT) {
  workshop.answer(scenario);
  return workshop.run("preprovision", env);
}

describe("where everything is well", () => {
  it("saves the hub with its region, and changes nothing else", async () => {
    const { code, said, lines } = await run(wellAzure);
    expect(said).toBe("Checked: sign-in, region, policy file and contoso-hub (system topic to be made).\n");
    expect(code).toBe(0);
    expect(lines.filter((line) => line.startsWith("azd"))).toEqual([savedLine("")]);
    expect(lines.filter((line) => / (?:create|update|delete|set|add|purge) /.test(line))).toEqual([
      savedLine(""),
    ]);
  });

  it("a second time saves nothing", async () => {
    const value = JSON.stringify([{ id: HUB_ID, location: "northeurope", systemTopicId: "" }]);
    const { code, lines } = await run(wellAzure, { ...ENVIRONMENT, LINEWATCH_HUBS: value });
    expect(code).toBe(0);
    expect(lines.filter((line) => line.startsWith("azd"))).toEqual([]);
  });

  it("uses the system topic that somebody made", async () => {
    const { code, lines } = await run({
      ...wellAzure,
      "az eventgrid system-topic list": [{ json: [{ ...topic, source: `${HUB_ID}-2` }, topic] }],
    });
    expect(code).toBe(0);
    expect(lines).toContain(savedLine(TOPIC_ID));
  });

  it("after a deployment that failed half way leaves its own system topic and subscription to the template", async () => {
    const { code, lines } = await run({
      ...wellAzure,
      "az group show": [{ json: { location: "northeurope", tags: OWN_TAGS } }],
      "az eventgrid system-topic list": [{ json: [ownTopic] }],
      "az eventgrid system-topic event-subscription list": [
        {
          json: [
            eventSubscription("linewatch-plant-oslo", "RG-plant-oslo"),
            eventSubscription("theirs", "rg-other"),
          ],
        },
      ],
    });
    expect(code).toBe(0);
    expect(lines).toContain(savedLine(""));
  });

  it("takes the topic that another project made in an environment of the same name for somebody's", async () => {
    const theirs = { ...topic, tags: ownTopic.tags };
    const { lines } = await run({ ...wellAzure, "az eventgrid system-topic list": [{ json: [theirs] }] });
    expect(lines).toContain(savedLine(TOPIC_ID));
  });

  it("takes several hubs, each once, and says what their distance means", async () => {
    const other = HUB_ID.replace("contoso-hub", "far-hub");
    const { code, said, lines } = await run(
      {
        ...wellAzure,
        [`az resource show --ids ${other}`]: [{ json: { id: other, location: "West Europe" } }],
      },
      { ...ENVIRONMENT, LINEWATCH_HUB_IDS: `${HUB_ID}, ${other} ${HUB_ID.toUpperCase()}` },
    );
    expect(code).toBe(0);
    expect(said).toContain(
      "  ! The hub far-hub is in westeurope, and the app will be in northeurope: that works",
    );
    const saved = lines.find((line) => line.startsWith("azd env set LINEWATCH_HUBS"));
    expect(saved).toContain(`{"id":"${other}","location":"westeurope","systemTopicId":""}`);
    expect(saved?.match(/"id":/g)).toHaveLength(2);
  });

  it("with a trial hub asks for none, and forgets the hubs of before", async () => {
    const env = { ...WITHOUT_HUB, LINEWATCH_TRIAL_HUB: "F1" };
    const first = await run(wellAzure, env);
    expect([first.code, first.lines.filter((line) => line.startsWith("azd"))]).toEqual([0, []]);
    const second = await run(wellAzure, { ...env, LINEWATCH_HUBS: `[{"id":"${HUB_ID}"}]` });
    expect(second.lines).toContain("azd env set LINEWATCH_HUBS [] --environment plant-oslo --no-prompt");
  });

  it("says how to end what a hub still sends that is named no more, and forgets it", async () => {
    const { code, said, lines } = await run(
      {
        ...wellAzure,
        "az eventgrid system-topic list": [{ json: [{ ...topic, source: `${HUB_ID}-2` }] }],
        "az eventgrid system-topic event-subscription list": [
          {
            json: [
              eventSubscription("linewatch-plant-oslo", "rg-plant-oslo"),
              eventSubscription("theirs", "rg-other"),
            ],
          },
        ],
      },
      { ...ENVIRONMENT, LINEWATCH_HUBS: JSON.stringify([{ id: HUB_ID }, { id: `${HUB_ID}-2` }]) },
    );
    expect(code).toBe(0);
    expect(said).toContain("  ! The hub contoso-hub-2 is named no more, but its events will go on coming");
    expect(said).toContain(
      `event-subscription delete --name linewatch-plant-oslo --system-topic-name contoso-topic --resource-group rg-hubs --subscription ${SUBSCRIPTION}\n`,
    );
    expect(said).not.toContain("theirs");
    expect(lines).toContain(savedLine(""));
  });

  it("does not mind deleted vaults of others, of other regions, or that it may not see any", async () => {
    const others = [
      deletedVault("rg-other", "northeurope"),
      deletedVault("rg-plant-oslo", "westeurope"),
      { ...deletedVault("rg-plant-oslo", "northeurope"), name: "kv-theirs" },
    ];
    for (const answer of [{ json: others }, forbidden]) {
      const { code, said } = await run({ ...wellAzure, "az keyvault list-deleted": [answer] });
      expect([code, said.includes("vault")]).toEqual([0, false]);
    }
  });

  it("says which receivers stay silent, and goes on", async () => {
    const { TEAMS_OPS_WORKFLOW_URL, ONCALL_PHONE, TWILIO_FROM, ...lacking } = ENVIRONMENT;
    const { code, said } = await run(wellAzure, lacking);
    expect(code).toBe(0);
    expect(said).toContain(
      "  ! The receiver ops stays silent: TEAMS_OPS_WORKFLOW_URL is not given.\n      azd env set-secret TEAMS_OPS_WORKFLOW_URL\n",
    );
    expect(said).toContain(
      "  ! The receiver oncall stays silent: ONCALL_PHONE is not given.\n      azd env set ONCALL_PHONE +4790000000\n",
    );
    expect(said).toContain("  ! No SMS will be sent (oncall): TWILIO_MESSAGING_SERVICE_SID is not set");
    expect(
      [TEAMS_OPS_WORKFLOW_URL, ONCALL_PHONE, TWILIO_FROM].filter((value) => said.includes(value)),
    ).toEqual([]);
  });

  it("takes a subscription that has never used Event Grid for one without system topics", async () => {
    const unknown =
      "ERROR: (MissingSubscriptionRegistration) The subscription is not registered to use namespace.\n";
    const { code, lines } = await run({
      ...wellAzure,
      "az eventgrid system-topic list": [{ stderr: unknown }],
    });
    expect(code).toBe(0);
    expect(lines).toContain(savedLine(""));
  });
});
