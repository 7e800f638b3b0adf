/** The scenarios of `npm run scenario`, played under the policy of `npm start`: what each receiver is told. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findScenario, listScenarios } from "../../dev/scenarios/scenario.ts";
import { momentsOf } from "../../dev/scenarios/steps.ts";
import { readPolicy } from "../../functions/config/policy-file/read-policy.ts";
import type { Policy } from "../../functions/domain/policy.ts";
import { MINUTE_MS } from "../../functions/domain/time.ts";
import { at, clockTime } from "./story-events.ts";
import { makeWorld } from "./world.ts";
import type { World } from "./world.ts";

const START = "08:00";
const RECEIVERS = ["workflow:ops", "sms:+4790000000"];

function demoPolicy(): Policy {
  const file = new URL("../../dev/demo.yaml", import.meta.url);
  const env = { TEAMS_OPS_WORKFLOW_URL: "http://127.0.0.1:7072/workflow/ops", ONCALL_PHONE: "+4790000000" };
  const read = readPolicy(readFileSync(file, "utf8"), env, {
    fileName: "demo.yaml",
    allowLoopbackHttp: true,
  });
  if ("faults" in read) throw new Error(read.faults.map(({ message }) => message).join("\n"));
  return read.policy;
}

/** Each event arrives at its moment, and then nothing does for a quarter of an hour. */
async function play(world: World, name: string, speed: number, start: string): Promise<void> {
  const { steps } = await findScenario(name);
  for (const moment of momentsOf(steps, speed, at(start))) {
    await world.runUntil(new Date(moment.at).toISOString().slice(11, 23));
    await world.deps.queues.send("events", JSON.stringify(moment.event));
  }
  await world.runUntil(clockTime(at(start) + 20 * MINUTE_MS));
}

/** What was told, and so many seconds after the start. */
function toldTo({ messages }: World, receiver: string): [words: string, seconds: number][] {
  return messages
    .filter((line) => line.split(" ")[1] === receiver)
    .map((line) => [line.slice(line.indexOf(receiver) + receiver.length + 1), secondsOf(line)]);
}

function secondsOf(line: string): number {
  return (at(line.slice(0, clockTime(0).length)) - at(START)) / 1000;
}

interface Told {
  readonly scenario: string;
  /** Another one at which it is the same story. */
  readonly speed: number;
  /** What is told, and from when to when it may be, in seconds. */
  readonly told: readonly (readonly [words: string, from: number, to: number])[];
}

function isWithin(seconds: number, told: Told["told"][number] | undefined): boolean {
  return told !== undefined && seconds >= told[1] && seconds <= told[2];
}

const TOLD: readonly Told[] = [
  {
    scenario: "delete-and-recreate",
    speed: 1.25,
    told: [
      ["OFFLINE pump-9 ×1", 8, 10],
      ["CLOSED pump-9 ×1", 12, 15],
      ["OFFLINE pump-9 ×1", 27, 29],
      ["RECOVERED pump-9 ×1", 35, 38],
    ],
  },
  {
    scenario: "edge-cable",
    speed: 2,
    told: [
      ["OFFLINE rpihat2 ×3", 7, 9],
      ["RECOVERED rpihat2 ×3", 23, 26],
    ],
  },
  {
    scenario: "edgehub-toggles",
    speed: 2,
    told: [
      ["FLAPPING gw-oslo ×1", 9, 12],
      ["STABLE gw-oslo ×1", 40, 60],
    ],
  },
  {
    scenario: "gateway-450",
    speed: 1.5,
    told: [
      ["OFFLINE gw-bergen ×452", 21, 23],
      ["RECOVERED gw-bergen ×452", 35, 40],
    ],
  },
  {
    scenario: "leaf-dies-behind-toggling-parent",
    speed: 1.1,
    told: [
      ["FLAPPING gw-tromso ×1", 9, 12],
      ["STABLE gw-tromso ×1", 85, 105],
      ["OFFLINE tromso-1 ×1", 114, 117],
      ["RECOVERED tromso-1 ×1", 153, 156],
    ],
  },
  { scenario: "token-renewal", speed: 0.8, told: [] },
];

describe.each(TOLD)("the scenario $scenario", { timeout: 180_000 }, ({ scenario, speed, told }) => {
  const words = told.map(([text]) => text);

  test(`is told in time, and once more where it is played again, at speed ${speed}`, async () => {
    const world = makeWorld(demoPolicy(), START);
    await play(world, scenario, 1, START);
    for (const receiver of RECEIVERS) {
      const got = toldTo(world, receiver);
      expect(got.map(([text]) => text)).toEqual(words);
      expect(got.filter(([, seconds], index) => !isWithin(seconds, told[index]))).toEqual([]);
    }
    await play(world, scenario, speed, "09:00");
    for (const receiver of RECEIVERS) {
      expect(toldTo(world, receiver).map(([text]) => text)).toEqual([...words, ...words]);
    }
    expect(world.poison).toEqual([]);
  });
});

describe("a step of a scenario", () => {
  const event = { id: "e-{n}", subject: "devices/d-{n}", sequenceNumber: "0000000000000000{n}" };

  test("that repeats is as many events, numbered, between those of other steps", () => {
    const moments = momentsOf(
      [
        { afterMs: 0, repeat: { times: 2, everyMs: 1_000 }, event },
        { afterMs: 500, event: { id: "other" } },
      ],
      2,
      16,
    );
    const time = (ms: number): string => `1970-01-01T00:00:00.${String(ms).padStart(3, "0")}0000Z`;
    const run = "0000000000000010";
    expect(moments).toEqual([
      {
        at: 16,
        event: { id: `e-001-${run}`, subject: "devices/d-001", sequenceNumber: `${run}001`, time: time(16) },
      },
      { at: 266, event: { id: `other-${run}`, time: time(266) } },
      {
        at: 516,
        event: { id: `e-002-${run}`, subject: "devices/d-002", sequenceNumber: `${run}002`, time: time(516) },
      },
    ]);
  });
});

test("there is no other scenario", async () => {
  const names = (await listScenarios()).map(({ name }) => name);
  expect(names).toEqual(TOLD.map(({ scenario }) => scenario));
});
