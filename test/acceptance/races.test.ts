/** Moments in which two things happen at once, or one of them half: what was begun with people is finished with them. */
import { describe, expect, test } from "vitest";
import { readEvents } from "../../functions/adapters/event-grid/read-events.ts";
import { lookAtIncident } from "../../functions/application/look-at-incident.ts";
import { TransientError } from "../../functions/application/ports.ts";
import { receiveEvents } from "../../functions/application/receive-events.ts";
import type { Incident } from "../../functions/domain/incident.ts";
import type { Ports } from "./instance.ts";
import { at, clockTime, eventOf, pump } from "./story-events.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { StoryEvent } from "./story-events.ts";
import type { World } from "./world.ts";

const outage = [
  pump("Connected", 1, "08:00"),
  pump("Disconnected", 2, "09:00"),
  pump("Connected", 3, "09:20"),
];
const wordsTo = (world: World, target: string): string[] =>
  world.messages.filter((line) => line.includes(target)).map((line) => line.split(" ")[2] ?? "");
const takeIn = (world: World, event: StoryEvent): Promise<void> =>
  receiveEvents(world.deps, readEvents, eventOf(event));

/** The same ports, with some methods of one part of the store in place of its own. */
function withPart<K extends keyof Ports["store"]>(
  ports: Ports,
  part: K,
  methods: Partial<Ports["store"][K]>,
): Ports {
  return { ...ports, store: { ...ports.store, [part]: Object.assign({}, ports.store[part], methods) } };
}

/** Something happens, once, before an incident is written of which `when` holds; or after it. */
function around(
  when: (incident: Incident) => boolean,
  act: { readonly before?: () => Promise<void> | void; readonly after?: () => Promise<void> | void },
): (ports: Ports) => Ports {
  let done = false;
  return (ports) =>
    withPart(ports, "incidents", {
      replace: async (incident, version) => {
        const now = !done && when(incident);
        if (now) done = true;
        if (now) await act.before?.();
        const written = await ports.store.incidents.replace(incident, version);
        if (now) await act.after?.();
        return written;
      },
    });
}
const isEnding = ({ state }: Incident): boolean => state.name === "ending";
const isResolved = ({ state }: Incident): boolean => state.name === "resolved";

describe("a member that drops again while its incident ends", () => {
  const drop = pump("Disconnected", 4, "09:21:20");

  test.each([
    ["between the two looks", isEnding],
    ["just before the ending is written", isResolved],
  ])("%s: every opening has its ending, and the duration is the whole", async (_title, when) => {
    let happened = false;
    const act = async (): Promise<void> => {
      happened = true;
      await takeIn(world, drop);
    };
    const hooks = when === isEnding ? { after: act } : { before: act };
    const world: World = makeWorld(POLICY, "07:59", around(when, hooks));
    world.send(...outage, pump("Connected", 5, "09:40"));
    await world.runUntil("10:30");
    expect(happened).toBe(true);
    for (const target of ["workflow", "sms"])
      expect(wordsTo(world, target)).toEqual(["OFFLINE", "RECOVERED"]);
    expect(world.accepted.at(-1)?.notice).toMatchObject({ since: at("09:00"), until: at("09:40") });
    const [incident] = await world.store.incidents.page({}, undefined, 1);
    expect(await world.store.incidents.membersOf(incident?.id ?? "")).toEqual([
      { key: "contoso-hub!pump-1", from: at("09:00"), to: at("09:40") },
    ]);
  });

  test("the aggregator is killed after it wrote `ending`: its opening gets an ending all the same", async () => {
    const world = makeWorld(
      POLICY,
      "07:59",
      around(isEnding, { after: () => Promise.reject(new Error("the process is killed")) }),
    );
    world.send(...outage, pump("Disconnected", 4, "09:21:20", "09:21:40"), pump("Connected", 5, "09:40"));
    await world.runUntil("10:30");
    const codesOf = (word: string): Set<string> =>
      new Set(world.accepted.filter(({ notice }) => notice.word === word).map(({ notice }) => notice.code));
    expect(codesOf("OFFLINE").size).toBeGreaterThan(0);
    expect(codesOf("RECOVERED")).toEqual(codesOf("OFFLINE"));
  });
});

describe("a wake-up that comes while something else is done", () => {
  test("a member that comes back while the opening is sent has its ending at once, not at the next visit", async () => {
    const world = makeWorld();
    world.send(...outage.slice(0, 2));
    // Queues are polled: a message is seen a moment after its time.
    const notifyLater = world.deps.queues.sendNotification.bind(world.deps.queues);
    world.deps.queues.sendNotification = (message, delayMs) => notifyLater(message, delayMs + 1_500);
    let first = true;
    const send = world.deps.sender.send.bind(world.deps.sender);
    world.deps.sender.send = async (request) => {
      if (first) {
        first = false;
        // Another instance takes in a connect that was late, and the look that it asks for.
        world.lose = { notifications: true };
        await takeIn(world, pump("Connected", 3, "09:01"));
        const [incident] = await world.store.incidents.page({}, undefined, 1);
        await lookAtIncident(world.deps, incident?.id ?? "", world.deps.clock.now());
        world.lose = {};
      }
      return send(request);
    };
    await world.runUntil("10:00");
    expect(wordsTo(world, "workflow")).toEqual(["OFFLINE", "RECOVERED"]);
    expect(world.messages.filter((line) => line.includes("RECOVERED")).every((line) => line < "09:08")).toBe(
      true,
    );
  });

  test("without the sweep, one lost race or one failed write postpones nothing", async () => {
    const expected = ["09:05:30 workflow:ops OFFLINE pump-1 ×1", "09:21:31 workflow:ops RECOVERED pump-1 ×1"];
    let failed = false;
    const fail = (): void => {
      failed = true;
      throw new TransientError("the socket broke");
    };
    const naming = (ports: Ports): Ports =>
      withPart(ports, "connections", {
        replace: async (one, version) => {
          const { connections } = ports.store;
          if (failed || one.incidents.outage === undefined) return connections.replace(one, version);
          failed = true;
          return undefined;
        },
      });
    const announcing = around(({ announcedAt }) => announcedAt !== undefined, { before: fail });
    for (const disturb of [
      naming,
      announcing,
      around(isEnding, { before: fail }),
      around(isResolved, { before: fail }),
    ]) {
      failed = false;
      const world = makeWorld(POLICY, "07:59", disturb);
      world.sweeping = false;
      world.send(...outage);
      await world.runUntil("10:00");
      expect(failed).toBe(true);
      expect(world.messages.filter((line) => line.includes("ops"))).toEqual(expected);
    }
  });
});

test("a flapping identity whose debts cannot be paid for an hour pays them all afterwards", async () => {
  let away = true;
  const refuse = <T>(work: () => Promise<T>): Promise<T> =>
    away ? Promise.reject(new TransientError("503")) : work();
  const world = makeWorld(POLICY, "07:59", (ports) => {
    const { transitions } = ports.store;
    return withPart(ports, "transitions", {
      record: (one) => refuse(() => transitions.record(one)),
      archive: (all) => refuse(() => transitions.archive(all)),
    });
  });
  for (let index = 0; index < 119; index += 1) {
    const time = clockTime(at("08:00") + index * 30_000);
    world.send(pump(index % 2 === 0 ? "Connected" : "Disconnected", index + 1, time));
  }
  await world.runUntil("09:01");
  away = false;
  await world.runUntil("09:30");
  const saved = await world.store.connections.read({ hub: "contoso-hub", deviceId: "pump-1" });
  expect(saved?.value.owed).toBeUndefined();
  const { transitions } = await world.store.transitions.history(
    { hub: "contoso-hub", deviceId: "pump-1" },
    undefined,
    200,
  );
  // Those that still are in `recent` are derived when they are read.
  expect(transitions.length + (saved?.value.recent.length ?? 0)).toBe(119);
});

describe("a module's very first event in the same moment as its device's deletion", () => {
  const module = { device: "gw-1", module: "m1" };
  const first: StoryEvent = { ...module, kind: "Connected", sequence: 1, at: "08:00" };
  const deleted: StoryEvent = { kind: "Deleted", device: "gw-1", at: "08:00:01" };

  test.each([
    ["is written after the deletion listed the modules", first, deleted],
    ["read its device before that was written", deleted, first],
  ])("which %s: it is deleted with it", async (_title, between, event) => {
    let done = false;
    const world = makeWorld(POLICY, "08:00:02", (ports) =>
      withPart(ports, "connections", {
        create: async (connection) => {
          const now = !done && (connection.identity.moduleId === undefined) === (event === deleted);
          if (now) done = true;
          if (now) await takeIn(world, between);
          return ports.store.connections.create(connection);
        },
      }),
    );
    await takeIn(world, event);
    expect(done).toBe(true);
    const saved = await world.store.connections.read({
      hub: "contoso-hub",
      deviceId: "gw-1",
      moduleId: "m1",
    });
    expect(saved?.value).toMatchObject({ state: { name: "deleted" }, tombstone: { at: at("08:00:01") } });
  });
});
