/**
 * What it costs that a gateway takes the devices behind it with it: all lose the hub within twenty seconds and are back
 * within twenty seconds ten minutes later, told with one OFFLINE and one RECOVERED to each receiver. Counted at three
 * sizes: what each device costs must not depend on how many there are, and what the group costs must not either.
 *
 * In it: everything that events, deadlines and notifications do when nothing fails, from the first disconnect until
 * nothing is left to do. Not in it: the sweep's own queries of each minute, and retries.
 */
import { MINUTE_MS } from "../../functions/domain/time.ts";
import { outageOf } from "../gateway/outage.ts";
import type { Course, Outage } from "../gateway/outage.ts";
import { callsOf } from "../gateway/shares.ts";
import type { Share } from "../gateway/shares.ts";
import { POLICY } from "../product.ts";
import type { Report, Row } from "../report.ts";

const SIZES = [50, 150, 450];
/** For the notes; else the gateway is in the middle of its devices. */
const OTHERWISE: readonly (readonly [text: string, course: Course])[] = [
  ["the gateway first", { before: 0 }],
  ["the gateway last", { before: 1 }],
  ["within a minute", { withinMs: MINUTE_MS }],
];
const SYSTEM_MODULES = 2;
const PER_DEVICE: readonly Share[] = ["own", "above", "asks"];
/** `group`: of two receivers, over forty seconds in which somebody joins or leaves, a look in most of the last twenty. */
const MOST = { calls: 16.5, messages: 3.8, group: 160, documents: 25 };
/** The largest by the smallest: two system modules weigh more among fifty devices than among 450. */
const SAME = 1.03;

interface Sized extends Outage {
  readonly leaves: number;
}

export async function measureGateway(): Promise<Report> {
  const sizes: Sized[] = [];
  for (const leaves of SIZES) sizes.push({ leaves, ...(await outageOf(leaves)) });
  const among = `behind a gateway, ${SIZES.join(", ")} devices`;
  const groupOf = ({ calls }: Sized): number => callsOf(calls.group);
  return {
    rows: [
      toldRow(`${among}: told`, sizes),
      row("  store calls, a device", sizes.map(callsADevice), MOST.calls),
      row("  messages to queues, an identity", sizes.map(messagesEach), MOST.messages),
      row("  store calls for the group", sizes.map(groupOf), MOST.group),
      row("  documents read by queries, an identity", sizes.map(documentsEach), MOST.documents),
    ],
    notes: [...sizes.map((one) => `gateway: ${one.leaves} devices: ${textOf(one)}.`), ...(await otherwise())],
  };
}

function callsADevice({ calls, leaves }: Sized): number {
  return PER_DEVICE.reduce((sum, share) => sum + callsOf(calls[share]), 0) / leaves;
}

function messagesEach({ messages, leaves }: Sized): number {
  return messages / (leaves + SYSTEM_MODULES);
}

function documentsEach({ documents, leaves }: Sized): number {
  return documents / (leaves + SYSTEM_MODULES);
}

function toldRow(measure: string, sizes: readonly Sized[]): Row {
  const goal = "OFFLINE RECOVERED";
  const once = sizes.every(({ told, leaves }) => {
    const all = leaves + SYSTEM_MODULES;
    return (
      told.length === POLICY.receivers.length &&
      told.every((words) => words === `OFFLINE ×${all} RECOVERED ×${all}`)
    );
  });
  const product = once ? goal : sizes.flatMap(({ told }) => told).join("; ");
  return { measure, product, floor: "counted", result: "", goal, met: once };
}

/** The sizes beside one another; in terms of the smallest, how much the largest is. */
function row(measure: string, values: readonly number[], most: number): Row {
  const spread = Math.max(...values) / Math.min(...values);
  return {
    measure,
    product: values.map((value) => value.toFixed(value < 100 ? 1 : 0)).join(", "),
    floor: "counted",
    result: `${spread.toFixed(2)} among sizes`,
    goal: `≤ ${most}, ≤ ${SAME}`,
    met: Math.max(...values) <= most && spread <= SAME,
  };
}

async function otherwise(): Promise<string[]> {
  const leaves = SIZES[1] ?? 0;
  const notes: string[] = [];
  for (const [text, course] of OTHERWISE) {
    notes.push(
      `gateway: ${leaves} devices, ${text}: ${textOf({ leaves, ...(await outageOf(leaves, course)) })}.`,
    );
  }
  return notes;
}

function textOf(one: Sized): string {
  const { calls, leaves, looks } = one;
  const each = PER_DEVICE.map((share) => {
    const { reads, writes, queries } = calls[share];
    const [read, written] = [(reads + queries) / leaves, writes / leaves];
    return `${share} ${read.toFixed(2)} rd ${written.toFixed(2)} wr`;
  });
  const { reads, writes, queries } = calls.group;
  return `each ${each.join(", ")}; the group ${reads} rd ${queries} queries ${writes} wr in ${looks} looks`;
}
