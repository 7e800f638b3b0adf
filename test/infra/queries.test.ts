/** What the alerts and the workbook ask the log for is what the app writes. */
import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { makeLog } from "../../functions/adapters/log/log.ts";
import { DRILL_HUB } from "../../functions/domain/drill.ts";
import { findFaults } from "./queries/find-faults.ts";
import { WORKSPACE_ID, deployMonitoring, rulesOf, workbookOf } from "./queries/monitoring.ts";
import { NOT_IN_ALERTS } from "./queries/tables.ts";
import { readTokens } from "./queries/tokens.ts";
import { readWrittenLines } from "./queries/written-lines.ts";

const written = await readWrittenLines();
const deployment = deployMonitoring();
const rules = rulesOf(deployment);
const { items, fallbackResourceIds } = workbookOf(deployment);
const parts = items.filter(({ type }) => type === 3);

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** The workbook puts the time between two points of a chart there. */
const askedBy = (content: Readonly<Record<string, unknown>>): string =>
  String(content["query"]).replaceAll("{TimeRange:grain}", "5m");

describe("a query", () => {
  test.each(rules.map(({ name, criteria }) => [name, criteria.allOf[0].query]))(
    "of the alert %s asks for what is written, and in a way that Azure takes",
    (_name, query) => {
      expect(findFaults(query, written)).toEqual([]);
      const names = new Set(readTokens(query).map(({ text }) => text));
      expect(NOT_IN_ALERTS.filter((refused) => names.has(refused))).toEqual([]);
    },
  );

  test.each(parts.map(({ name, content }) => [name, askedBy(content)]))(
    "of the workbook's part %s asks for what is written",
    (_name, query) => expect(findFaults(query, written)).toEqual([]),
  );

  it("of the hubs' events leaves drills out", () => {
    const asked = [
      ...rules.map(({ criteria }) => criteria.allOf[0].query),
      ...parts.map(({ content }) => askedBy(content)),
    ];
    const ofEvents = asked.filter((query) => query.includes("line.evidence"));
    expect(ofEvents).toHaveLength(3);
    for (const query of ofEvents) expect(query).toContain(`tostring(line.hub) != '${DRILL_HUB}'`);
  });
});

describe("a line of the log", () => {
  it("begins with its event, by which the queries find it", () => {
    const lines: string[] = [];
    const write = (line: string): void => void lines.push(line);
    makeLog({ info: write, warn: write, error: write }).info("swept", { overdue: 0 });
    expect(lines).toEqual(['{"event":"swept","overdue":0}']);
  });

  it("is never left out to save space", () => {
    const { logging } = JSON.parse(read("host.json"));
    expect(logging.applicationInsights.samplingSettings.excludedTypes.split(";")).toContain("Trace");
  });
});

describe("the workbook", () => {
  it("asks our workspace for the time that one chooses", () => {
    expect(fallbackResourceIds).toEqual([WORKSPACE_ID]);
    for (const { content } of parts)
      expect(content).toMatchObject({
        timeContextFromParameter: "TimeRange",
        resourceType: "microsoft.operationalinsights/workspaces",
      });
  });

  it("has titles that differ, each on one part", () => {
    const titles = parts.map(({ content }) => content["title"]);
    expect(titles.length).toBeGreaterThan(8);
    expect(new Set(titles).size).toBe(titles.length);
    expect(new Set(items.map(({ name }) => name)).size).toBe(items.length);
  });
});
