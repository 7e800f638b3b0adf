/**
 * What is played again and again, each time with another call going wrong. A crash costs time: each story leaves it,
 * up to two minutes and the lock of a message, where more would make it another story.
 */
import type { SendOutcome, SendRequest } from "../../../functions/application/ports.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import { at, clockTime } from "../story-events.ts";
import { outage as outageOf } from "../topology-story.ts";
import { UNDAMPED } from "../../unit/domain/policies.ts";
import { POLICY } from "../world.ts";
import type { StoryEvent } from "../story-events.ts";

export interface Story {
  readonly name: string;
  readonly events: readonly StoryEvent[];
  readonly until: string;
  readonly policy: Policy;
  /** How long a message is hidden after its process died. */
  readonly lockMs: number;
  /** How many messages of one second are in hand at once, and are lost with the process; one without it. */
  readonly parallel?: number;
  /** What the providers answer, anew for each time it is played. */
  readonly makeProvider: () => (request: SendRequest) => SendOutcome | undefined;
  /** Target and word of each message that it has to send. */
  readonly told: readonly string[];
}

const AZURE_MS = 10 * MINUTE_MS;
const LOCAL_MS = 10 * SECOND_MS;

/** Members whose noticing a crash delays are still spoken of together. */
const PATIENT: Policy = {
  ...POLICY,
  routes: POLICY.routes.map((route) => ({ ...route, groupWaitMs: 3 * MINUTE_MS })),
};
/** Nothing ever flaps. */
const CALM: Policy = { ...POLICY, flapping: UNDAMPED };
/** The phone hears of the module alone. */
const SPLIT: Policy = {
  ...PATIENT,
  routes: PATIENT.routes.flatMap((route) => [
    { ...route, match: { module: "m" } },
    { ...route, notify: ["ops"] },
  ]),
};

/** Two leaves are behind the gateway. */
const EDGE: Policy = { ...PATIENT, topology: [{ parent: "gw", children: ["leaf-*"] }] };

const accepting: Story["makeProvider"] = () => () => undefined;

/** Each place refuses once, for now. */
const refusingOnce: Story["makeProvider"] = () => {
  const seen = new Set<string>();
  return ({ target }) => {
    if (seen.has(target.id)) return undefined;
    seen.add(target.id);
    return { name: "transient", error: "503" };
  };
};

const refusingPhones: Story["makeProvider"] = () => (request) =>
  request.target.channel === "sms" ? { name: "permanent", error: "21610" } : undefined;

function identity(device: string, module?: string) {
  return (kind: StoryEvent["kind"], sequence: number | undefined, time: string): StoryEvent => ({
    kind,
    device,
    at: time,
    ...(module === undefined ? {} : { module }),
    ...(sequence === undefined ? {} : { sequence }),
  });
}

const pump = identity("pump-1");
const part = identity("pump-1", "m");
const agent = identity("gw", "$edgeAgent");
const edge = identity("gw", "$edgeHub");
const leaf = identity("gw", "camera");

const outage = [
  pump("Connected", 1, "08:00"),
  pump("Disconnected", 2, "08:02:20"),
  pump("Connected", 3, "08:20:40"),
];
const toBoth = (...words: readonly string[]): string[] =>
  words.flatMap((word) => [`workflow:ops ${word}`, `sms:+4790000000 ${word}`]);

const usual = {
  policy: POLICY,
  lockMs: AZURE_MS,
  makeProvider: accepting,
  until: "08:45",
  told: toBoth("OFFLINE ×1", "RECOVERED ×1"),
};

export const STORIES: readonly Story[] = [
  {
    ...usual,
    name: "a device with a module",
    policy: PATIENT,
    lockMs: LOCAL_MS,
    events: [
      ...outage,
      part("Connected", 5, "08:00"),
      part("Disconnected", 6, "08:02:20"),
      part("Connected", 7, "08:21:10"),
    ],
    told: toBoth("OFFLINE ×2", "RECOVERED ×2"),
  },
  {
    ...usual,
    name: "a drop while recovering",
    lockMs: LOCAL_MS,
    events: [...outage, pump("Disconnected", 4, "08:21:10"), pump("Connected", 5, "08:32:20")],
  },
  {
    ...usual,
    name: "a gateway of three",
    parallel: 16,
    policy: PATIENT,
    lockMs: LOCAL_MS,
    events: [agent, edge, leaf].flatMap((module) => [
      module("Connected", 1, "08:00"),
      module("Disconnected", 2, "08:02:20"),
      module("Connected", 3, "08:20:40"),
    ]),
    told: toBoth("OFFLINE ×3", "RECOVERED ×3"),
  },
  {
    ...usual,
    name: "a blip",
    lockMs: LOCAL_MS,
    until: "08:20",
    events: [
      pump("Connected", 1, "08:00"),
      pump("Disconnected", 2, "08:02:20"),
      pump("Connected", 3, "08:04:10"),
    ],
    told: [],
  },
  {
    ...usual,
    name: "a late joiner with a receiver of its own",
    policy: SPLIT,
    lockMs: LOCAL_MS,
    events: [
      ...outage.slice(0, 2),
      part("Connected", 5, "08:00"),
      part("Disconnected", 6, "08:15:20"),
      pump("Connected", 3, "08:30:20"),
      part("Connected", 7, "08:34:20"),
    ],
    until: "08:55",
    told: [
      "workflow:ops OFFLINE ×1",
      "sms:+4790000000 OFFLINE ×2",
      "workflow:ops OFFLINE UPDATE ×2",
      "workflow:ops RECOVERED ×2",
      "sms:+4790000000 RECOVERED ×2",
    ],
  },
  {
    ...usual,
    name: "a deletion",
    policy: PATIENT,
    lockMs: LOCAL_MS,
    events: [
      ...outage.slice(0, 2),
      part("Connected", 5, "08:00"),
      part("Disconnected", 6, "08:02:20"),
      pump("Deleted", undefined, "08:20:20"),
    ],
    told: toBoth("OFFLINE ×2", "CLOSED ×2"),
  },
  { ...usual, name: "providers that refuse the first attempt", makeProvider: refusingOnce, events: outage },
  {
    ...usual,
    name: "a phone that refuses for good",
    makeProvider: refusingPhones,
    events: outage,
    told: ["workflow:ops OFFLINE ×1", "workflow:ops RECOVERED ×1"],
  },
  { ...usual, name: "a push", events: outage.map((event) => ({ ...event, push: true })) },
  {
    ...usual,
    name: "an outage that late evidence denies",
    lockMs: LOCAL_MS,
    events: [
      ...outage.slice(0, 2),
      { ...pump("Connected", 3, "08:04:10"), arrives: "08:20:20" },
      pump("Disconnected", 4, "08:32:20"),
      pump("Connected", 5, "08:34:20"),
    ],
  },
  {
    ...usual,
    name: "a module that flaps",
    policy: PATIENT,
    lockMs: LOCAL_MS,
    events: [
      ...Array.from({ length: 8 }, (_, index) => {
        const time = clockTime(at("08:02:20") + index * MINUTE_MS);
        return part(index % 2 === 0 ? "Disconnected" : "Connected", index + 2, time);
      }),
      part("Connected", 1, "08:00"),
    ],
    until: "08:55",
    told: toBoth("FLAPPING ×1", "STABLE ×1"),
  },
  {
    ...usual,
    name: "a gateway with two leaves, one of which stays away",
    policy: EDGE,
    lockMs: LOCAL_MS,
    events: [
      ...outageOf(["gw/$edgeAgent", "gw/$edgeHub", "gw/camera"], "08:02:20", "08:20:40"),
      // Both are inside their grace when the gateway opens.
      ...outageOf(["leaf-1"], "08:05:20", "08:21:10"),
      ...outageOf(["leaf-2"], "08:05:20", "08:40:40"),
    ],
    until: "08:58",
    told: toBoth("OFFLINE ×5", "RECOVERED ×4", "OFFLINE ×1", "RECOVERED ×1"),
  },
  {
    ...usual,
    name: "a long history",
    lockMs: LOCAL_MS,
    policy: CALM,
    events: [
      ...Array.from({ length: 50 }, (_, index) => {
        const time = clockTime(at("08:00") + index * 7 * SECOND_MS);
        return pump(index % 2 === 0 ? "Connected" : "Disconnected", index + 1, time);
      }),
      pump("Connected", 60, "08:20:40"),
    ],
  },
];

/** Stories of one identity that leave time for two mishaps. */
export const STURDY: readonly Story[] = STORIES.filter(({ name }) =>
  ["providers that refuse the first attempt", "a phone that refuses for good", "a push"].includes(name),
).map((story) => ({ ...story, lockMs: LOCAL_MS }));
