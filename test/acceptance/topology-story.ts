/** Gateways and what is behind them, in stories: their drops and returns, and what each receiver was told of it. */
import type { Policy } from "../../functions/domain/policy.ts";
import { SECOND_MS } from "../../functions/domain/time.ts";
import type { Instant } from "../../functions/domain/time.ts";
import { at } from "./story-events.ts";
import type { StoryEvent } from "./story-events.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { World } from "./world.ts";

export const OPS = "workflow:ops";
export const PHONE = "sms:+4790000000";
const TEN_S = 10 * SECOND_MS;

/** Everything is behind gw-oslo. */
export const OSLO: Policy = { ...POLICY, topology: [{ parent: "gw-oslo", children: ["leaf-*"] }] };

export const SYSTEM = ["gw-oslo/$edgeAgent", "gw-oslo/$edgeHub"];

/** `leaf-001` and so on. */
export function leaves(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `leaf-${String(index + 1).padStart(3, "0")}`);
}

/** The time of the day, for `at`. */
export function clock(instant: Instant): string {
  return new Date(instant).toISOString().slice(11, 23);
}

/** One after another, `apartMs` apart. A module is `gw-oslo/$edgeHub`. */
export function all(
  kind: "Connected" | "Disconnected",
  who: readonly string[],
  sequence: number,
  from: string,
  apartMs = 0,
): StoryEvent[] {
  return who.map((name, index) => {
    const [device = "", module] = name.split("/");
    const time = clock(at(from) + Math.floor(index * apartMs));
    return { kind, device, sequence, at: time, ...(module === undefined ? {} : { module }) };
  });
}

/** They have been connected since 08:00, and are out from the first time until the second. */
export function outage(who: readonly string[], from: string, until?: string): StoryEvent[] {
  return [
    ...all("Connected", who, 1, "08:00"),
    ...all("Disconnected", who, 2, from),
    ...(until === undefined ? [] : all("Connected", who, 3, until)),
  ];
}

/** `from` until `to` they are away for 60 s every two minutes, each `apartMs` after the one before it. */
export function toggling(who: readonly string[], from: string, to: string, apartMs = 0): StoryEvent[] {
  const count = Math.floor((at(to) - at(from)) / (120 * SECOND_MS));
  const drops = Array.from({ length: count }, (_, index): StoryEvent[] => {
    const start = at(from) + index * 120 * SECOND_MS;
    return [
      ...all("Disconnected", who, 2 * index + 2, clock(start), apartMs),
      ...all("Connected", who, 2 * index + 3, clock(start + 60 * SECOND_MS), apartMs),
    ];
  });
  return [...all("Connected", who, 1, "08:00"), ...drops.flat()];
}

/** The world after the story. */
export async function told(events: readonly StoryEvent[], policy = OSLO, until = "12:00"): Promise<World> {
  const world = makeWorld(policy);
  world.send(...events);
  await world.runUntil(until);
  return world;
}

/** What a receiver got, and in which ten seconds: `09:05:30 OFFLINE gw-oslo ×3` may have come at 09:05:31. */
export function linesTo({ messages }: World, receiver: string): string[] {
  return messages
    .filter((line) => line.split(" ")[1] === receiver)
    .map((line) => {
      const words = line.slice(line.indexOf(receiver) + receiver.length + 1);
      const time = Math.floor(at(line.slice(0, line.indexOf(" "))) / TEN_S) * TEN_S;
      return `${clock(time).slice(0, 8)} ${words}`;
    });
}

/** What both receivers got; where they got different messages, those of both. */
export function linesToBoth(world: World): string[] {
  const [ops, phone] = [linesTo(world, OPS), linesTo(world, PHONE)];
  const isSame = ops.join("\n") === phone.join("\n");
  return isSame ? ops : [...ops.map((line) => `${OPS} ${line}`), ...phone.map((line) => `${PHONE} ${line}`)];
}
