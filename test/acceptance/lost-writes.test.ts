/** Whatever write of a whole story goes wrong, once, the story ends as if it had not: nothing lost, nothing twice. */
import { describe, expect, test } from "vitest";
import { disturb } from "../unit/application/disturbed-store.ts";
import type { Disturbance } from "../unit/application/disturbed-store.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { StoryEvent, World } from "./world.ts";

const PUMP = { hub: "contoso-hub", deviceId: "pump-1" };

const story: StoryEvent[] = [
  { kind: "Connected", device: "pump-1", sequence: 1, at: "08:00" },
  { kind: "Disconnected", device: "pump-1", sequence: 2, at: "09:00" },
  { kind: "Connected", device: "pump-1", module: "m", sequence: 5, at: "08:00" },
  { kind: "Disconnected", device: "pump-1", module: "m", sequence: 6, at: "09:00" },
  { kind: "Connected", device: "pump-1", sequence: 3, at: "09:20" },
  { kind: "Connected", device: "pump-1", module: "m", sequence: 7, at: "09:21" },
];

interface Run {
  readonly world: World;
  readonly writes: number;
  /** What must not depend on the disturbance. */
  readonly end: unknown;
  /** Target and word of each message, in the order of each target. */
  readonly messages: readonly string[];
}

async function play(nth: number, how: Disturbance): Promise<Run> {
  let writes = (): number => 0;
  const world = makeWorld(POLICY, "07:59", (store) => {
    const disturbed = disturb(store, nth, how);
    writes = () => disturbed.writes();
    return disturbed.store;
  });
  world.send(...story);
  await world.runUntil("10:30");
  const messages = world.messages.map((line) => line.split(" ").slice(1).join(" ")).sort();
  return { world, writes: writes(), end: await endOf(world), messages };
}

async function endOf({ store }: World): Promise<unknown> {
  const connections = await store.connections.ofDevice(PUMP);
  const incidents = await store.incidents.page({}, undefined, 10);
  const spoken = incidents.filter(({ announcedAt }) => announcedAt !== undefined);
  const histories = await Promise.all(
    connections.map(({ value }) => store.transitions.history(value.identity, undefined, 20)),
  );
  return {
    connections: connections.map(({ value: { state, head, incidents: parts, owed } }) => [
      state,
      head,
      parts,
      owed,
    ]),
    histories: histories.map(({ transitions }) =>
      transitions.map(({ state, at, cause }) => [state, at, cause]),
    ),
    incidents: spoken.map(({ state, since, until, shown, told, owed, dueAt }) => [
      state.name,
      { since, until, shown, owed, dueAt },
      told.map(({ target }) => target.id),
    ]),
    open: incidents.filter(({ state }) => state.name !== "resolved").length,
    deliveries: await Promise.all(
      spoken.map(async ({ id }) =>
        (await store.deliveries.ofIncident(id)).map(({ purpose, target, state }) => [
          purpose,
          target.id,
          state.name,
        ]),
      ),
    ),
    members: await Promise.all(spoken.map(({ id }) => store.incidents.membersOf(id))),
    rejected: await store.rejected.count(),
  };
}

/** The messages of a run that an undisturbed one has not. */
function repeated(run: readonly string[], undisturbed: readonly string[]): string[] {
  const left = [...undisturbed];
  return run.filter((message) => {
    const index = left.indexOf(message);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

describe("each write of an outage of a device and its module goes wrong once", () => {
  test.each(["lost", "before", "after"] as const)("%s", async (how) => {
    const calm = await play(0, how);
    expect(calm.messages).toHaveLength(4);
    expect(calm.writes).toBeGreaterThan(30);
    for (let nth = 1; nth <= calm.writes; nth += 1) {
      const { world, end, messages } = await play(nth, how);
      expect(end, `write ${nth}`).toEqual(calm.end);
      expect(repeated(calm.messages, messages), `write ${nth}`).toEqual([]);
      expect(repeated(messages, calm.messages).length, `write ${nth}`).toBeLessThanOrEqual(1);
      expect(world.poison).toEqual([]);
      for (const target of ["workflow", "sms"]) {
        const words = world.accepted
          .filter((one) => one.target.id.startsWith(target))
          .map((one) => one.notice.word);
        expect(words, `write ${nth}`).toEqual([...words].sort());
      }
    }
  });
});
