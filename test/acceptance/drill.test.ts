/** Drills: through every queue, one DRILL to each receiver that was named, and nothing of it anywhere else. */
import { beforeEach, describe, expect, test } from "vitest";
import { writeDrill } from "../../functions/adapters/event-grid/write-drill.ts";
import { readDrill } from "../../functions/application/queries/read-drill.ts";
import type { DrillView } from "../../functions/application/queries/read-drill.ts";
import { startDrill } from "../../functions/application/start-drill.ts";
import { isoInstant } from "../../functions/domain/phrase.ts";
import { disturb, waysOf } from "../ports/disturb.ts";
import type { Way } from "../ports/disturb.ts";
import { pump } from "./story-events.ts";
import { POLICY, makeWorld } from "./world.ts";
import type { World } from "./world.ts";

let world: World;
beforeEach(() => {
  world = makeWorld();
});

async function start(...receivers: string[]): Promise<string> {
  const started = await startDrill({ ...world.deps, disabledReceivers: [], writeDrill }, receivers);
  if ("faults" in started) throw new Error(JSON.stringify(started.faults));
  return started.id;
}

async function look(id: string): Promise<DrillView> {
  const view = await readDrill(world.store, POLICY, id);
  if (view === undefined) throw new Error("there is no such drill");
  return view;
}

const hopsOf = ({ hops }: DrillView): string[] =>
  hops.map(({ name, at }) => `${name} ${at === undefined ? "-" : isoInstant(at).slice(11, 19)}`);
const statesOf = ({ deliveries }: DrillView): string[] =>
  deliveries.map(({ receiver, delivery }) => `${receiver} ${delivery.state.name}`);

describe("a drill", () => {
  test("goes through every queue, and tells each receiver once, however long one waits", async () => {
    const id = await start("ops", "oncall");
    expect(await look(id)).toMatchObject({ state: "running", deliveries: [] });
    await world.runUntil("09:30");
    expect(world.messages).toEqual([
      "08:00:00 workflow:ops DRILL Linewatch ×1",
      "08:00:00 sms:+4790000000 DRILL Linewatch ×1",
    ]);
    const view = await look(id);
    expect(view.state).toBe("passed");
    expect(hopsOf(view)).toEqual(["events 08:00:00", "deadlines 08:00:00", "notifications 08:00:00"]);
    expect(statesOf(view)).toEqual(["ops sent", "oncall sent"]);
  });

  test("tells nobody but those whom it names", async () => {
    const id = await start("oncall");
    await world.runUntil("08:10");
    expect(world.messages).toEqual(["08:00:00 sms:+4790000000 DRILL Linewatch ×1"]);
    expect(statesOf(await look(id))).toEqual(["oncall sent"]);
  });

  test("without receivers passes once it went through the queues", async () => {
    const id = await start();
    await world.runUntil("08:10");
    expect(world.messages).toEqual([]);
    expect(await look(id)).toMatchObject({ state: "passed", deliveries: [] });
  });

  test("is in no list and no count, and leaves nothing to be done", async () => {
    const id = await start("ops");
    await world.runUntil("08:10");
    const { connections, incidents } = world.store;
    expect(await connections.page({}, undefined, 10)).toEqual([]);
    expect(await connections.glimpse(undefined, 10)).toEqual([]);
    expect(await connections.ofDeviceId(id)).toEqual([]);
    expect(await incidents.page({}, undefined, 10)).toEqual([]);
    const later = Date.UTC(2026, 10, 22);
    expect(await connections.overdue(later, 10)).toEqual([]);
    expect(await connections.owing(later, 10)).toEqual([]);
    expect(await incidents.due(later, 10)).toEqual([]);
    expect(await world.store.deliveries.due(later, 10)).toEqual([]);
  });

  test("passes by way of the sweep where its messages are lost", async () => {
    world.lose = { deadlines: true, notifications: true };
    const id = await start("ops");
    await world.runUntil("08:10");
    expect(world.messages).toEqual(["08:02:00 workflow:ops DRILL Linewatch ×1"]);
    expect((await look(id)).state).toBe("passed");
  });

  test("shows a provider that does not answer, and passes when it does", async () => {
    let isDown = true;
    world.provider = () => (isDown ? { name: "transient", error: "HTTP 503" } : undefined);
    const id = await start("ops");
    await world.runUntil("08:00:30");
    const [first] = (await look(id)).deliveries;
    expect(first).toMatchObject({
      receiver: "ops",
      delivery: { state: { name: "pending", error: "HTTP 503" } },
    });
    isDown = false;
    await world.runUntil("08:10");
    expect((await look(id)).state).toBe("passed");
    expect(world.messages).toHaveLength(1);
  });

  test("fails where a provider refuses for good, of which nobody else is told", async () => {
    world.provider = ({ target }) =>
      target.channel === "sms" ? { name: "permanent", error: "21610" } : undefined;
    const id = await start("oncall");
    await world.runUntil("09:00");
    expect(await look(id)).toMatchObject({
      state: "failed",
      deliveries: [{ receiver: "oncall", delivery: { state: { name: "failed", error: "21610" } } }],
    });
    expect(world.messages).toEqual([]);
  });

  test("fails without UNDELIVERED where a provider was never reached", async () => {
    world = makeWorld({ ...POLICY, retryForMs: 60_000 });
    world.provider = ({ target }) =>
      target.channel === "sms" ? { name: "transient", error: "timeout" } : undefined;
    const id = await start("oncall");
    await world.runUntil("08:30");
    expect(await look(id)).toMatchObject({ state: "failed" });
    expect(world.messages).toEqual([]);
  });

  test("whose event comes three times, late, is the same drill", async () => {
    const drill = { id: "late", requestedAt: Date.UTC(2026, 10, 21, 7, 50), receivers: ["ops"] };
    await world.store.drills.create(drill);
    world.copies = 3;
    await world.deps.queues.send("events", writeDrill(drill));
    await world.runUntil("08:10");
    const view = await look(drill.id);
    expect(hopsOf(view)).toEqual(["events 08:00:00", "deadlines 08:00:00", "notifications 08:00:00"]);
    expect(world.messages).toEqual(["08:00:00 workflow:ops DRILL Linewatch ×1"]);
    const deadlines = world.log.filter(
      ({ event, evidence }) => event === "decision" && evidence === "deadline",
    );
    expect(deadlines).toContainEqual(expect.objectContaining({ reason: "graceOver" }));
  });

  test("is one under a policy by which a single drop is flapping", async () => {
    world = makeWorld({ ...POLICY, flapping: { ...POLICY.flapping, suppress: 1.5 } });
    const id = await start("ops");
    await world.runUntil("09:00");
    expect(world.messages).toEqual(["08:00:00 workflow:ops DRILL Linewatch ×1"]);
    expect((await look(id)).state).toBe("passed");
  });

  test("of which nothing is kept any more tells nobody", async () => {
    await world.deps.queues.send("events", writeDrill({ id: "forged", requestedAt: 0, receivers: ["ops"] }));
    await world.runUntil("08:10");
    expect(world.messages).toEqual([]);
  });

  test("beside a real outage changes nothing of it", async () => {
    const quiet = makeWorld();
    for (const one of [quiet, world]) {
      one.send(
        pump("Connected", 1, "08:00"),
        pump("Disconnected", 2, "08:01"),
        pump("Connected", 3, "08:20"),
      );
    }
    await start("ops", "oncall");
    await Promise.all([world.runUntil("09:00"), quiet.runUntil("09:00")]);
    expect(world.messages.filter((line) => !line.includes("DRILL"))).toEqual(quiet.messages);
  });

  test("passes whatever call goes wrong, once, in whatever way", async () => {
    const calm = await playWith();
    expect(calm.messages).toEqual(["sms:+4790000000", "workflow:ops"]);
    const tried = calm.calls.flatMap((name, index) =>
      waysOf(name).map((way) => ({ nth: index + 1, way, name })),
    );
    expect(tried.length).toBeGreaterThan(100);
    for (const point of tried) {
      const { messages, state } = await playWith(point);
      expect({ point, state, told: [...new Set(messages)] }).toEqual({
        point,
        state: "passed",
        told: calm.messages,
      });
      expect(messages.filter((to) => to.startsWith("sms"))).toHaveLength(1);
      expect(messages.length).toBeLessThanOrEqual(3);
    }
  });
});

/** A drill in which one call of a port goes wrong, and the targets that were told. */
async function playWith(point?: { readonly nth: number; readonly way: Way }) {
  const calls: string[] = [];
  let isSent = false;
  const choose = ({ name }: { readonly name: string }): Way | undefined => {
    if (!isSent || waysOf(name).length === 0 || played.handling()?.work.queue === "sweep") return undefined;
    calls.push(name);
    return calls.length === point?.nth ? point.way : undefined;
  };
  const played: World = makeWorld(POLICY, "08:00", (ports) =>
    disturb(ports, { choose, kill: () => played.kill() }),
  );
  played.lockMs = 60_000;
  const drill = { id: "k3v9", requestedAt: Date.UTC(2026, 10, 21, 8), receivers: ["ops", "oncall"] };
  await played.store.drills.create(drill);
  await played.deps.queues.send("events", writeDrill(drill));
  isSent = true;
  await played.runUntil("08:10");
  const messages = played.accepted.map(({ target }) => target.id).toSorted();
  return { calls, messages, state: (await readDrill(played.store, POLICY, drill.id))?.state };
}
