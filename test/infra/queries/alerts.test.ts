/** Each alert can be understood at night, looks at what it may have missed, and repeats itself seldom. */
import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { SUBSCRIPTION } from "../template/place.ts";
import type { Deployment } from "../template/values.ts";
import { TOPIC_ID, WORKSPACE_ID, deployMonitoring, metricRulesOf, rulesOf } from "./monitoring.ts";

const deployment = deployMonitoring();
const rules = rulesOf(deployment);
const metricRules = metricRulesOf(deployment);

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

/** As a link to one of them names it. */
const headingsOf = (page: string): string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, words = ""]) =>
    words
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );

/** What Azure accepts; a window may also be two days. */
const MINUTES: ReadonlyMap<string, number> = new Map([
  ["PT1M", 1],
  ["PT5M", 5],
  ["PT10M", 10],
  ["PT15M", 15],
  ["PT30M", 30],
  ["PT45M", 45],
  ["PT1H", 60],
  ["PT2H", 120],
  ["PT3H", 180],
  ["PT4H", 240],
  ["PT5H", 300],
  ["PT6H", 360],
  ["P1D", 1440],
  ["P2D", 2880],
]);
const minutesOf = (duration: string): number => MINUTES.get(duration) ?? Number.NaN;

describe("an alert", () => {
  const all = [...rules, ...metricRules];

  it("has a name, an address, and words of its own", () => {
    expect(rules.length).toBeGreaterThan(9);
    for (const values of [all.map(({ name }) => name), all.map(({ description }) => description)])
      expect(new Set(values).size).toBe(all.length);
    for (const { scopes } of rules) expect(scopes).toEqual([WORKSPACE_ID]);
    for (const { scopes } of metricRules) expect(scopes).toEqual([TOPIC_ID]);
  });

  test.each(all)(
    "$name says what is wrong, how bad it is, and where to read on",
    ({ description, severity }) => {
      const [, says = "", page = ""] =
        /^(.+\.) What to do: docs\/operations\.md#([\w-]+)$/.exec(description) ?? [];
      expect(says.length).toBeGreaterThan(40);
      expect(headingsOf(read("docs/operations.md"))).toContain(page);
      expect([1, 2, 3]).toContain(severity);
    },
  );

  test.each(all)("$name looks back over what it may have missed", ({ evaluationFrequency, windowSize }) => {
    expect(minutesOf(windowSize)).toBeGreaterThanOrEqual(2 * minutesOf(evaluationFrequency));
  });

  test.each(rules)("$name either ends by itself or is said seldom", (rule) => {
    const { autoMitigate, muteActionsDuration, evaluationFrequency, windowSize } = rule;
    expect(autoMitigate).toBe(muteActionsDuration === null);
    if (muteActionsDuration === null) return;
    const muted = minutesOf(muteActionsDuration);
    expect(muted).toBeGreaterThanOrEqual(60);
    expect(muted).toBeGreaterThanOrEqual(minutesOf(evaluationFrequency));
    expect(muted).toBeGreaterThanOrEqual(minutesOf(windowSize));
  });

  test.each(rules)("$name asks for no more minutes than it looks at", ({ criteria, windowSize }) => {
    expect(criteria.allOf[0].threshold).toBeLessThan(minutesOf(windowSize));
  });

  it("goes to the address, if there is one", () => {
    const groupsOf = (made: Deployment): string[] => [
      ...rulesOf(made).flatMap(({ actions }) => actions.actionGroups),
      ...metricRulesOf(made).flatMap(({ actions }) => actions.map(({ actionGroupId }) => actionGroupId)),
    ];
    const groups = groupsOf(deployment);
    expect(groups).toHaveLength(all.length);
    expect(groups.every((id) => id.endsWith("/actionGroups/ag-x"))).toBe(true);
    const unheard = deployMonitoring({ alertEmail: "" });
    expect(groupsOf(unheard)).toEqual([]);
    expect(rulesOf(unheard)).toHaveLength(rules.length);
  });

  it("on a topic looks at our subscription to it alone", () => {
    for (const { criteria } of metricRules)
      expect(criteria.allOf[0].dimensions).toEqual([
        { name: "EventSubscriptionName", values: ["linewatch-x"] },
      ]);
  });

  it("on a topic leaves out one of another subscription", () => {
    const there = TOPIC_ID.replace(SUBSCRIPTION, "/subscriptions/there");
    const found = metricRulesOf(deployMonitoring({ topicIds: [there] }));
    expect(found).toEqual([]);
    expect(metricRules.map(({ criteria }) => criteria.allOf[0].metricName).toSorted()).toEqual([
      "DeadLetteredCount",
      "DeliveryAttemptFailCount",
      "DroppedEventCount",
    ]);
  });

  test.each(["PT6H", "P1D", "P2D"])(
    "on no events looks back %s, and needs nearly as long of sweeping",
    (span) => {
      const rule = rulesOf(deployMonitoring({ noEventsFor: span })).find(({ name }) =>
        name.includes("no-events"),
      );
      expect(rule?.windowSize).toBe(span);
      expect(rule?.criteria.allOf[0].query).toContain(`sweptSince < ago(${minutesOf(span) / 60 - 1}h)`);
    },
  );
});
