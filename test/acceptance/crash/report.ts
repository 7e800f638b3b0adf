/** What a failing point says to the one who has to find its cause. */
import { inspect } from "node:util";
import { clockTime } from "../story-events.ts";
import { idleSweeps } from "./play.ts";
import type { Call, Point, Run } from "./play.ts";

const BEFORE = 3;
const AFTER = 25;
const POINTS_NAMED = 12;
const FAULTS_SHOWN = 12;

export interface Failure {
  readonly points: readonly Point[];
  readonly run: Run;
  readonly faults: readonly string[];
}

/** What a document is of, and what mostly matters in it; instants as times of the day. */
const TOLD = new Set(
  "id identity name state word reason kind incident incidents outage delivery owed records archive backAt goneAt dueAt deadline nextAttemptAt until attempts at unknownSince error".split(
    " ",
  ),
);
const FIRST_INSTANT = 1e12;

function brief(value: unknown): unknown {
  if (typeof value === "number") return value > FIRST_INSTANT ? clockTime(value) : Math.round(value);
  if (typeof value === "string") return value.replace(/^0{20,}/, "#");
  if (Array.isArray(value)) return value.map(brief);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const telling = entries.filter(([key, one]) => TOLD.has(key) && one !== undefined);
  return Object.fromEntries((telling.length > 0 ? telling : entries).map(([key, one]) => [key, brief(one)]));
}

const textOf = (given: readonly unknown[]): string =>
  inspect(given.map(brief), { depth: 5, breakLength: Infinity, compact: true })
    .replaceAll(/ (hub|deviceId): /g, " ")
    .slice(2, 400);

/** `41 killAfter store.incidents.replace in notifications`, and the second if there was one. */
function nameOf({ points, run }: Failure): string {
  return points
    .map(({ nth, way }) => {
      const call = run.calls[nth - 1];
      return `${nth} ${way} ${call?.name ?? ""} in ${call?.by?.work.queue ?? ""}`;
    })
    .join(", then ");
}

function lineOf({ name, given, by }: Call, nth: number): string {
  return `  ${nth} ${clockTime(by?.at ?? 0)} ${by?.work.queue ?? ""} ${by?.number ?? ""} ${name} ${textOf(given)}`;
}

/** Nothing, or failures with the same faults together: all their points, the faults, and the calls around the first point. */
export function report(story: string, failures: readonly Failure[]): string {
  if (failures.length === 0) return "";
  const groups = Map.groupBy(failures, ({ faults }) => faults.slice(0, FAULTS_SHOWN).join("\n    "));
  const told = [...groups].map(([faults, all]) => {
    const names = all.slice(0, POINTS_NAMED).map((failure) => `  ${nameOf(failure)}`);
    const more = all.length > POINTS_NAMED ? [`  and ${all.length - POINTS_NAMED} more`] : [];
    return [...names, ...more, `    ${faults}`, ...all.slice(0, 1).flatMap(traceOf)].join("\n");
  });
  return `${story}: ${failures.length} points end otherwise\n${told.join("\n\n")}`;
}

function traceOf({ points, run: { calls } }: Failure): string[] {
  const [nth = 1] = points.map((point) => point.nth);
  const ways = new Map(points.map((point) => [point.nth, point.way]));
  // What a sweep asks each minute would hide the rest.
  const idle = idleSweeps(calls);
  const lines = calls.map((call, index) => {
    const way = ways.get(index + 1);
    return `${lineOf(call, index + 1)}${way === undefined ? "" : `\n  --- ${way}`}`;
  });
  return [
    ...lines.slice(Math.max(0, nth - 1 - BEFORE), nth),
    ...lines.filter((_, index) => index >= nth && !idle.has(calls[index]?.by?.number ?? 0)).slice(0, AFTER),
  ];
}
