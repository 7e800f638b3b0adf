/** The sums of `docs/deploy.md`, done again from the prices and estimates that stand there and from what the product does. */
import { readFileSync } from "node:fs";

import { beforeAll, describe, expect, it } from "vitest";
import { tellStories } from "../../bench/calls/stories.ts";
import type { Tally } from "../../bench/calls/tally.ts";
import { makeSqliteEngine } from "../../functions/adapters/sqlite/sqlite-store.ts";
import { AT_ONCE, PACE_MS } from "../../functions/domain/pace.ts";
import { readDoc, tableIn } from "./docs/table.ts";

const text = readDoc("deploy.md");
const rowsOf = (heading: string) => tableIn(text.replaceAll(/^### /gm, "## "), heading);
const words = text.replaceAll(/\s+/g, " ");
const priceRows = rowsOf("Prices");

const DAY_S = 86_400;
const MONTH_S = 30 * DAY_S;
const SWEEPS = MONTH_S / 60;
const RU = { read: 2.3, write: 10, query: 6 };
/** Of each identity in a month. */
const OUTAGES = 0.1;
const BREAKS = { Quiet: 30, Renewing: 720 };
const SIZES = [100, 1_000, 10_000, 100_000];
const MEMORY_GB = 2;
const RECORD_BYTES = 1_000;
const RECORDS = 2;

function price(what: string): number {
  const row = priceRows.find((candidate) => candidate["what"] === what);
  if (row === undefined) throw new Error(`docs/deploy.md has no price of: ${what}`);
  return Number(row["dollars"]);
}

const count = (value: number): string => Math.round(value).toLocaleString("en-US");
const dollars = (value: number): string => (value < 10 ? value.toFixed(1) : count(value));
const ruOf = (reads: number, queries: number, writes: number): number =>
  reads * RU.read + queries * RU.query + writes * RU.write;

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7_200 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}

function alertsCost(): number {
  const rules = readTemplate("alerts.bicep");
  const often = rules.split("frequency: 'PT5M'").length - 1;
  const seldom = rules.split("frequency: 'PT").length - 1 - often;
  const ofTopic = readTemplate("alert-topic.bicep").split("metric: '").length - 1;
  return (
    often * price("log alert rule, each 5 min") +
    seldom * price("log alert rule, each 15 min or more") +
    ofTopic * price("metric alert rule")
  );
}

function setting(host: string, name: string): number {
  return Number(new RegExp(`"${name}": (\\d+)`).exec(host)?.[1]);
}

function readTemplate(name: string): string {
  return readFileSync(new URL(`../../infra/bicep/modules/${name}`, import.meta.url), "utf8");
}

function fleetRow(fleet: keyof typeof BREAKS, identities: number): readonly string[] {
  const breaks = identities * BREAKS[fleet];
  const outages = identities * OUTAGES;
  const events = 2 * (breaks + outages);
  const deadlines = breaks + 2 * outages;
  const notifications = 2 * outages;
  const ru = breaks * ruOf(3, 0, 2) + outages * ruOf(6, 4, 24) + SWEEPS * ruOf(0, 4, 0);
  const busy = (messages: number): number => MEMORY_GB * Math.min(messages, MONTH_S);
  const million = 1_000_000;
  const messages = events + deadlines + notifications;
  const queueOperations = 3 * messages + 3 * (MONTH_S / 2) + 10 * SWEEPS;
  const logGb = ((messages + SWEEPS) * RECORDS * RECORD_BYTES) / 1e9;
  const costs = [
    (ru / million) * price("serverless RU"),
    Math.max(0, busy(events) + MEMORY_GB * SWEEPS - 100_000) * price("on demand time") +
      (Math.max(0, events + SWEEPS - 250_000) / million) * price("executions"),
    2 * MEMORY_GB * MONTH_S * price("always ready baseline") +
      (busy(deadlines) + busy(notifications)) * price("always ready time") +
      ((deadlines + notifications) / million) * price("executions"),
    (Math.max(0, 2 * events - 100_000) / million) * price("Event Grid operations"),
    (queueOperations / 10_000) * price("queue operations"),
    Math.max(0, logGb - 5) * price("log"),
    alertsCost(),
  ];
  const sum = costs.reduce((total, cost) => total + cost, 0);
  const aDay = logGb / 30;
  return [
    fleet,
    count(identities),
    count(events),
    ...costs.map(dollars),
    count(sum),
    aDay.toFixed(aDay < 10 ? 2 : 0),
  ];
}

function autoscaleRow(most: number): readonly string[] {
  const atMost = (most / 100) * price("autoscale RU/s") * 24 * 30;
  const idle = atMost / 10;
  return [count(most), dollars(idle), dollars(atMost), count(idle / price("serverless RU"))];
}

/** RU of each step by container. */
const STEPS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  events: { connections: ruOf(1, 0, 1) },
  deadlines: {
    connections: ruOf(1, 0, 2),
    incidents: ruOf(0, 1, 1),
    transitions: ruOf(0, 0, 1),
    settings: ruOf(0, 0, 1),
  },
  announcements: { incidents: ruOf(1, 0, 6), connections: ruOf(0, 1, 0) },
};

function drainRows(throughput: string, ruASecond: number, isShared: boolean): (readonly string[])[] {
  return Object.entries(STEPS).map(([step, byContainer]) => {
    const each = Object.values(byContainer);
    const rate = ruASecond / (isShared ? each.reduce((sum, ru) => sum + ru, 0) : Math.max(...each));
    return [throughput, step, count(rate), duration(10_000 / rate), duration(100_000 / rate)];
  });
}

const cellsOf = (heading: string) => rowsOf(heading).map((row) => Object.values(row));

describe("docs/deploy.md", () => {
  let stories: Readonly<Record<"blip" | "duplicate" | "outage", Tally>>;
  beforeAll(async () => {
    const engine = makeSqliteEngine({ path: ":memory:" });
    stories = await tellStories(engine, 0, 2);
    await engine.close();
  });

  it("counts calls and messages as the product makes them", () => {
    const measured = [stories.blip, stories.duplicate, stories.outage].map(
      ({ reads, queries, writes, steps }) => [
        ...[reads, queries, writes].map(String),
        ruOf(reads, queries, writes).toFixed(1),
        String(steps.length),
      ],
    );
    const stated = cellsOf("What one thing costs").map((cells) => cells.slice(1));
    expect(stated).toEqual([...measured, ["0", "4", "0", ruOf(0, 4, 0).toFixed(1), "0"]]);
  });

  it("takes the storm's steps from what an outage does", () => {
    const costs = stories.outage.steps.slice(0, 3).map(({ calls }) => {
      const kinds = calls.filter((call) => !call.startsWith("→")).map((call) => call.split(" ")[0]);
      const of = (kind: string): number => kinds.filter((candidate) => candidate === kind).length;
      return ruOf(of("read"), of("query"), of("create") + of("replace"));
    });
    const stated = Object.values(STEPS).map((step) => Object.values(step).reduce((sum, ru) => sum + ru, 0));
    expect(stated).toEqual(costs);
  });

  it("has the costs by fleet size", () => {
    const fleets = Object.keys(BREAKS).flatMap((fleet) =>
      SIZES.map((size) => fleetRow(fleet === "Quiet" ? "Quiet" : "Renewing", size)),
    );
    expect(cellsOf("By fleet size")).toEqual(fleets);
  });

  it("has what autoscale costs", () => {
    const table = text.slice(text.indexOf("| maximum RU/s |"));
    const rows = [1_000, 5_000, 10_000, 50_000].map((most) => `| ${autoscaleRow(most).join(" | ")} |`);
    expect(table.split("\n").slice(2, 2 + rows.length)).toEqual(rows);
  });

  it("has how long a storm takes", () => {
    expect(cellsOf("How fast a storm drains")).toEqual([
      ...drainRows("serverless", 5_000, false),
      ...[1_000, 10_000, 50_000].flatMap((most) => drainRows(`autoscale ${count(most)}`, most, true)),
    ]);
  });

  it("has how long cards to one channel take", () => {
    const hours = (cards: number): string => duration(((cards - AT_ONCE) * PACE_MS) / 1_000);
    expect(words).toContain(`10,000 cards to one channel take one instance ${hours(10_000)}`);
    expect(words).toContain(`100,000 cards ${hours(100_000)}`);
  });

  it("has the sums of the prose", () => {
    const host = readFileSync(new URL("../../host.json", import.meta.url), "utf8");
    const inHand = setting(host, "batchSize") + setting(host, "newBatchThreshold");
    const instances = 40;
    const cap = 1e9 / (RECORDS * RECORD_BYTES);
    const storm = (100_000 * stories.outage.steps.length * RECORDS * RECORD_BYTES) / 1e9;
    const baseline = 2 * MEMORY_GB * MONTH_S * price("always ready baseline");
    const polls = 3 * (MONTH_S / 2) + 10 * SWEEPS;
    for (const sum of [
      `works on ${inHand} messages of a queue at once`,
      `that is ${count(inHand / 0.05)} a second`,
      `${count(instances * inHand)} messages in hand`,
      `${count(instances * inHand)} calls of ${RU.write} RU in 5 s are ${count((instances * inHand * RU.write) / 5)} RU/s`,
      `that is ${count(cap)} handled messages a day`,
      `come back once are ${count(storm)} GB`,
      `\`LINEWATCH_ALWAYS_READY=0\` saves ${count(baseline)} dollars`,
      `come to ${(polls / 1e6).toFixed(1)} million more`,
    ]) {
      expect(words).toContain(sum);
    }
  });

  it("adds up the hops of an alert", () => {
    const seconds = rowsOf("How long an alert takes").map((row) => Number(row["seconds"]));
    expect(seconds.slice(0, -1).reduce((sum, hop) => sum + hop, 0)).toBe(seconds.at(-1));
  });
});
