/** What an announced incident tells of later: growth that people must notice, and edits of what is there. */
import { describe, expect, test } from "vitest";
import { MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import type { Policy } from "../../functions/domain/policy.ts";
import { at } from "./story-events.ts";
import type { StoryEvent } from "./story-events.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { World } from "./world.ts";

const BY_HUB: Policy = {
  ...POLICY,
  routes: POLICY.routes.map((route) => ({ ...route, groupBy: ["hub"] })),
};
/** The workflow as a place that can alter what it shows. */
const EDITING: Policy = {
  ...BY_HUB,
  receivers: BY_HUB.receivers.map((receiver) => ({
    ...receiver,
    targets: receiver.targets.map((target) =>
      target.channel === "sms" ? target : { ...target, edits: true as const },
    ),
  })),
};

const pumps = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `pump-${String(first + index).padStart(2, "0")}`);

const all = (
  kind: StoryEvent["kind"],
  devices: readonly string[],
  sequence: number,
  time: string,
): StoryEvent[] => devices.map((device) => ({ kind, device, sequence, at: time }));

const toldTo = ({ messages }: World, target: string): string[] =>
  messages.filter((line) => line.includes(` ${target} `)).map((line) => line.replace(` ${target}`, ""));

describe("an incident that grows", () => {
  test("is told of at the next tick to Teams, by no SMS, and ends for all that were ever counted", async () => {
    const world = makeWorld(BY_HUB);
    world.send(
      ...all("Disconnected", pumps(1, 8), 2, "09:00"),
      ...all("Disconnected", pumps(9, 10), 2, "09:02"),
    );
    world.send(...all("Connected", pumps(1, 10), 3, "09:30"));
    await world.runUntil("10:00");
    expect(toldTo(world, "workflow:ops")).toEqual([
      "09:05:30 OFFLINE contoso-hub ×8",
      "09:10:30 OFFLINE UPDATE contoso-hub ×10",
      "09:31:31 RECOVERED contoso-hub ×10",
    ]);
    expect(toldTo(world, "sms:+4790000000")).toEqual([
      "09:05:30 OFFLINE contoso-hub ×8",
      "09:31:31 RECOVERED contoso-hub ×10",
    ]);
  });

  test("by less than a quarter is not told of, until that adds up to one", async () => {
    const world = makeWorld(BY_HUB);
    world.send(
      ...all("Disconnected", pumps(1, 9), 2, "09:00"),
      ...all("Disconnected", pumps(10, 11), 2, "09:03"),
    );
    world.send(
      ...all("Disconnected", pumps(12, 12), 2, "09:13"),
      ...all("Connected", pumps(1, 12), 3, "09:40"),
    );
    await world.runUntil("10:00");
    expect(toldTo(world, "workflow:ops")).toEqual([
      "09:05:30 OFFLINE contoso-hub ×9",
      "09:20:30 OFFLINE UPDATE contoso-hub ×12",
      "09:41:31 RECOVERED contoso-hub ×12",
    ]);
  });

  test("that shrank again by the tick is not told of", async () => {
    const world = makeWorld(BY_HUB);
    world.send(
      ...all("Disconnected", pumps(1, 4), 2, "09:00"),
      ...all("Disconnected", pumps(5, 6), 2, "09:01"),
    );
    world.send(...all("Connected", pumps(5, 6), 3, "09:07"), ...all("Connected", pumps(1, 4), 3, "09:20"));
    await world.runUntil("10:00");
    expect(toldTo(world, "workflow:ops")).toEqual([
      "09:05:30 OFFLINE contoso-hub ×4",
      "09:21:31 RECOVERED contoso-hub ×4",
    ]);
  });

  test("a gateway that goes out after one of its leaves is told of, with its cause", async () => {
    const world = makeWorld({ ...POLICY, topology: [{ parent: "gw-1", children: ["leaf-*"] }] });
    const gateway = ["$edgeAgent", "$edgeHub"];
    const system = (kind: StoryEvent["kind"], sequence: number, time: string): StoryEvent[] =>
      gateway.map((module) => ({ kind, device: "gw-1", module, sequence, at: time }));
    world.send(...system("Connected", 1, "08:00"), ...all("Disconnected", ["leaf-1"], 2, "08:30"));
    world.send(...system("Disconnected", 2, "09:00"), ...all("Disconnected", ["leaf-2"], 2, "09:00"));
    world.send(...system("Connected", 3, "09:20"), ...all("Connected", ["leaf-1", "leaf-2"], 3, "09:20"));
    await world.runUntil("10:00");
    expect(toldTo(world, "workflow:ops")).toEqual([
      "08:35:30 OFFLINE leaf-1 ×1",
      "09:05:30 OFFLINE UPDATE gw-1 ×4",
      "09:21:31 RECOVERED gw-1 ×4",
    ]);
    expect(world.accepted.find(({ notice }) => notice.word === "OFFLINE UPDATE")?.notice.cause).toBe("site");
  });

  test("an update that could not be sent before the end is not sent after it", async () => {
    const world = makeWorld(BY_HUB);
    const [from, until] = [at("09:10"), at("09:45")];
    world.provider = ({ notice }, now) =>
      now > from && now < until && notice.word === "OFFLINE UPDATE"
        ? { name: "transient", error: "503", retryAfterMs: 40 * MINUTE_MS }
        : undefined;
    world.send(
      ...all("Disconnected", pumps(1, 4), 2, "09:00"),
      ...all("Disconnected", pumps(5, 6), 2, "09:01"),
    );
    world.send(...all("Connected", pumps(1, 6), 3, "09:30"));
    await world.runUntil("12:00");
    expect(toldTo(world, "workflow:ops")).toEqual([
      "09:05:30 OFFLINE contoso-hub ×4",
      "09:31:31 RECOVERED contoso-hub ×6",
    ]);
  });
});

describe("a place that can edit", () => {
  test("has one message an incident: altered at ticks, answered by what people must notice", async () => {
    const world = makeWorld(EDITING);
    world.send(
      ...all("Disconnected", pumps(1, 10), 2, "09:00"),
      ...all("Disconnected", pumps(11, 11), 2, "09:01"),
    );
    world.send(
      ...all("Connected", pumps(1, 3), 3, "09:12"),
      ...all("Disconnected", pumps(12, 14), 2, "09:15"),
    );
    world.send(...all("Connected", pumps(4, 14), 3, "09:40"));
    await world.runUntil("10:00");
    const told = world.accepted
      .filter(({ target }) => target.id === "workflow:ops")
      .map(({ notice: { word, count, at: time }, message }) => [
        new Date(time - (time % SECOND_MS)).toISOString().slice(11, 19),
        word,
        count,
        message?.quietly,
      ]);
    expect(told).toEqual([
      ["09:05:30", "OFFLINE", 10, undefined],
      ["09:10:30", "OFFLINE", 11, true],
      ["09:15:30", "OFFLINE", 8, true],
      ["09:20:30", "OFFLINE UPDATE", 11, false],
      ["09:41:31", "RECOVERED", 14, false],
    ]);
    const opening = world.accepted.findIndex(({ target }) => target.id === "workflow:ops");
    const receipts = new Set(world.accepted.flatMap(({ message }) => message?.receipt ?? []));
    expect([...receipts]).toEqual([`r${opening}`]);
    expect(toldTo(world, "sms:+4790000000")).toHaveLength(2);
  });
});
