/**
 * What makes noise elsewhere, on SQLite in memory and in virtual time: identities that toggle every minute for four
 * hours, each in a group of its own and then all in their hub's, and identities that renew their tokens for a day. What
 * is told of them, what an event takes in calls, messages and time, and what is known in the end.
 *
 * In it: everything that events, deadlines and notifications do when nothing fails, from after the first connects until
 * nothing is left to do; in its time also making the events. Not in it: the sweep's own queries, queues, HTTP. The floor
 * of the time makes the same events and reads and replaces a document for each, one in four of them.
 *
 * 10,000 identities toggle 2.4 million times, which is some ten minutes of computing: `--flapping 10000` has them do it,
 * else a fifth of them does. That their number makes no difference is seen beside a quarter of them.
 */
import { POLICY } from "../product.ts";
import { live } from "../noise/live.ts";
import type { Lived, Story } from "../noise/live.ts";
import { flapping, PERIOD_MS, renewing, STORY_START } from "../noise/stories.ts";
import { countIn, sentencesIn } from "../noise/told.ts";
import type { Report, Row } from "../report.ts";

const FLAPPING: Story = { devices: 2_000, rounds: flapping, count: 24, sampledAfter: 4, policy: POLICY };
const IN_ONE_GROUP: Story = {
  ...FLAPPING,
  devices: 1_000,
  policy: { ...POLICY, routes: POLICY.routes.map((route) => ({ ...route, groupBy: ["hub"] })) },
};
const RENEWING: Story = { devices: 1_000, rounds: renewing, count: 22, sampledAfter: 11, policy: POLICY };

const RECEIVERS = POLICY.receivers.length;
const TOLD_ONCE = "FLAPPING STABLE";
/** A blip is two events, and costs three reads, two writes and a message. */
const BLIP = { calls: 5 / 2, messages: 1 / 2 };
/**
 * Beside the blips: of every sixteen events the oldest go to the history, in two calls; and each identity has an
 * incident as costly as that of an outage, 26 calls and 4 a receiver, and seven timers, over its 240 events.
 */
const FLAP = { calls: 2.8, messages: 0.6, wakes: 12 };
const MOST_GROWTH_MB = 2;
const QUARTER = 1 / 4;
/** The larger of two numbers of calls an identity by the smaller. */
const SAME = 1.01;

export async function measureNoise(devices = FLAPPING.devices): Promise<Report> {
  const fewer = Math.ceil(devices * QUARTER);
  const few = await live({ ...FLAPPING, devices: fewer });
  await few.store.close();
  const flaps = await live({ ...FLAPPING, devices });
  const group = await live(IN_ONE_GROUP);
  const renewals = await live(RENEWING);
  const [count, ofGroup, ofRenewing] = [devices, IN_ONE_GROUP.devices, RENEWING.devices].map((number) =>
    number.toLocaleString("en"),
  );
  const rows = [
    await toldOnceRow(`${count} toggle for 4 h: to each receiver, of each`, flaps, devices),
    ...costRows(flaps, FLAP),
    linearRow([fewer, devices], [few, flaps]),
    wakesRow(flaps, devices),
    heapRow(flaps),
    await toldOnceRow(`${ofGroup} in one group: to each receiver`, group, 1),
    ...costRows(group, FLAP),
    silenceRow(`${ofRenewing} renew for a day: messages`, renewals),
    await labelRow(renewals),
    ...costRows(renewals, BLIP),
    heapRow(renewals),
  ];
  await Promise.all([flaps, group, renewals].map(({ store }) => store.close()));
  return {
    rows,
    notes: [
      `noise: ${count} identities: ${noteOf(flaps)}; ` +
        `in one group ${noteOf(group)}; renewing ${noteOf(renewals)}.`,
    ],
  };
}

/** Throws when something was sent that the store does not know of. */
async function toldOnceRow(measure: string, { store, delivered }: Lived, subjects: number): Promise<Row> {
  const sentences = await sentencesIn(store);
  const words = sentences.reduce((sum, sentence) => sum + sentence.split(" ").length, 0);
  if (words !== delivered) throw new Error(`${delivered} messages were sent, and ${words} are known`);
  const once = sentences.filter((sentence) => sentence === TOLD_ONCE).length;
  const all = subjects * RECEIVERS;
  const met = once === all && sentences.length === all;
  return counted(measure, met ? TOLD_ONCE : `to ${once} of ${all}`, TOLD_ONCE, met);
}

function silenceRow(measure: string, { delivered }: Lived): Row {
  return counted(measure, String(delivered), "0", delivered === 0);
}

/** At the end of the last one's day. */
async function labelRow({ store }: Lived): Promise<Row> {
  const at = STORY_START + (RENEWING.count + 1) * PERIOD_MS;
  const known = await countIn(store, "tokenRenewal", RENEWING.policy, at);
  const all = RENEWING.devices;
  return counted(
    "  known to renew in the end",
    `${known.toLocaleString("en")} of ${all.toLocaleString("en")}`,
    "all",
    known === all,
  );
}

function costRows(lived: Lived, most: { readonly calls: number; readonly messages: number }): Row[] {
  const { events, storeCalls, messages } = lived;
  const [calls, sent] = [storeCalls / events, messages / events];
  return [
    counted("  store calls, an event", calls.toFixed(2), `≤ ${most.calls}`, calls <= most.calls),
    counted("  messages to queues, an event", sent.toFixed(2), `≤ ${most.messages}`, sent <= most.messages),
    timeRow(lived),
  ];
}

/** Without a goal: the floor of the pipeline has one, and here are more calls than there. */
function timeRow({ micros: { product, floor, ratio } }: Lived): Row {
  const { median, lowerQuartile, upperQuartile } = ratio;
  return {
    measure: "  time of the thread",
    product: `${Math.round(product.median)} µs/event`,
    floor: `${Math.round(floor.median)} µs/event`,
    result: `${median.toFixed(2)} (${lowerQuartile.toFixed(2)}–${upperQuartile.toFixed(2)})`,
    goal: "",
  };
}

/** What one of them costs is the same however many there are. */
function linearRow(devices: readonly number[], lives: readonly Lived[]): Row {
  const each = lives.map(({ storeCalls }, index) => storeCalls / (devices[index] ?? 1));
  const among = devices.map((number) => number.toLocaleString("en")).join(" and ");
  const spread = Math.max(...each) / Math.min(...each);
  return {
    measure: `  store calls, an identity, of ${among}`,
    product: each.map((calls) => calls.toFixed(1)).join(", "),
    floor: "counted",
    result: `${spread.toFixed(3)} between them`,
    goal: `≤ ${SAME}`,
    met: spread <= SAME,
  };
}

function wakesRow({ wakes }: Lived, devices: number): Row {
  const each = wakes / devices;
  return counted(
    "  timers of the flapping, an identity",
    each.toFixed(1),
    `≤ ${FLAP.wakes}`,
    each <= FLAP.wakes,
  );
}

/** From the middle on: what the heap has grown by at the most. */
function heapRow({ heapMb: [middle = 0, ...later] }: Lived): Row {
  const growthMb = Math.max(...later) - middle;
  return {
    ...counted(
      "  heap, growth over the second half",
      `${middle.toFixed(1)} MB at half`,
      `≤ ${MOST_GROWTH_MB} MB`,
      growthMb <= MOST_GROWTH_MB,
    ),
    floor: "",
    result: `${growthMb < 0 ? "−" : "+"}${Math.abs(growthMb).toFixed(1)} MB`,
  };
}

function noteOf({ events, storeCalls, characters }: Lived): string {
  return `${events.toLocaleString("en")} events, ${storeCalls.toLocaleString("en")} calls, the floor's document ${characters} characters`;
}

function counted(measure: string, product: string, goal: string, met: boolean): Row {
  return { measure, product, floor: "counted", result: "", goal, met };
}
