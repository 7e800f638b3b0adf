/**
 * Stories that nobody thought of: a device and two modules drop and return at the edges of grace and recovery, their
 * events come late and again, many are worked on at once, the store and the providers fail now and then. However
 * it went, in the end the states are those of the events in order, and whoever was told has heard the end.
 */
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isPast } from "../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../functions/domain/decide.ts";
import { parseSequence } from "../../functions/domain/sequence.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import type { Instant } from "../../functions/domain/time.ts";
import { at, clockTime } from "./story-events.ts";
import type { DampingSettings } from "../../functions/domain/damping.ts";
import { kindOfIncident } from "../../functions/domain/incident.ts";
import type { Policy } from "../../functions/domain/policy.ts";
import { POLICY, makeWorld } from "./world.ts";
import { makeUnruly, seeded } from "../ports/unruly.ts";
import type { Unruliness } from "../ports/unruly.ts";
import type { StoryEvent } from "./story-events.ts";
import type { World } from "./world.ts";
import { FLAPPING, RENEWAL, UNDAMPED } from "../unit/domain/policies.ts";

const START = at("08:00");
const MODULES = [undefined, "m1", "m2"];
const WAITS = { graceMs: 5 * MINUTE_MS, recoveryMs: 90 * SECOND_MS, renewal: RENEWAL };
const [ROUTE] = POLICY.routes;
/** The second module is told to the phone alone. */
const SPLIT: Policy = {
  ...POLICY,
  routes: ROUTE === undefined ? [] : [{ ...ROUTE, match: { module: "m2" }, notify: ["oncall"] }, ROUTE],
};

interface Told {
  readonly kind: "Connected" | "Disconnected";
  readonly at: Instant;
  readonly lateMs: number;
  readonly againMs: number | null;
}

/** It ends connected: so every incident has to end. */
const history = fc
  .array(
    fc.record({
      gapMs: fc.oneof(
        fc.constantFrom(1_000, 60_000, 400_000, 89_000, 90_000, 91_000, 299_000, 300_000, 301_000),
        fc.integer({ min: 0, max: 10 * MINUTE_MS }),
      ),
      hidden: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
      lateMs: fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 30 * MINUTE_MS }) },
      ),
      againMs: fc.option(fc.integer({ min: 0, max: 10 * MINUTE_MS }), { freq: 6 }),
    }),
    { minLength: 5, maxLength: 16, size: "max" },
  )
  .map((steps) => {
    let kind: Told["kind"] = "Disconnected";
    let time = START;
    return steps.map(({ gapMs, hidden, ...arrival }, index): Told => {
      if (!hidden) kind = kind === "Connected" ? "Disconnected" : "Connected";
      time += gapMs;
      return { ...arrival, at: time, kind: index === steps.length - 1 ? "Connected" : kind };
    });
  });

const stories = fc.record({
  histories: fc.tuple(history, history, history),
  seed: fc.integer({ min: 1, max: 2_000_000_000 }),
  faults: fc.constantFrom(0, 0.01, 0.05),
  lossy: fc.boolean(),
});

/** To the millisecond, as the world reads times. */
const timeOf = (instant: Instant): string =>
  `${clockTime(instant)}.${String(instant % SECOND_MS).padStart(3, "0")}`;

function eventsOf(told: readonly Told[], module: string | undefined): StoryEvent[] {
  return told.flatMap(({ kind, at: stamped, lateMs, againMs }, index): StoryEvent[] => {
    const one = {
      kind,
      device: "gw",
      ...(module === undefined ? {} : { module }),
      sequence: index + 1,
      at: timeOf(stamped),
    };
    const arrivals = againMs === null ? [lateMs] : [lateMs, lateMs + againMs];
    return arrivals.map((afterMs) => ({ ...one, arrives: timeOf(stamped + afterMs) }));
  });
}

function inOrder(
  told: readonly Told[],
  module: string | undefined,
  damping: DampingSettings,
  end: Instant,
): unknown {
  const settings = { ...WAITS, damping };
  const identity = {
    hub: "contoso-hub",
    deviceId: "gw",
    ...(module === undefined ? {} : { moduleId: module }),
  };
  let connection = unknownConnection(identity);
  told.forEach(({ kind, at: stamped }, index) => {
    const sequence = parseSequence((index + 1).toString(16));
    if (sequence === undefined) throw new Error("it is a number");
    const event = {
      kind: kind === "Connected" ? "connected" : "disconnected",
      sequence,
      at: stamped,
    } as const;
    connection = decide(connection, { ...event, eventId: String(index) }, settings, end).next;
  });
  const { identity: _identity, state, head } = decide(connection, { kind: "sweep" }, settings, end).next;
  return { state, head, owed: undefined, incidents: {} };
}

async function endsOf({ store }: World): Promise<unknown[]> {
  const saved = await store.connections.ofDevice({ hub: "contoso-hub", deviceId: "gw" });
  return saved.map(({ value: { state, head, owed, incidents } }) => {
    const parts = Object.values(incidents).filter((part) => part !== undefined && !isPast(part));
    return { state, head, owed, incidents: parts.length === 0 ? {} : incidents };
  });
}

/** Incidents that are not over, and places that got something else of one than both words, with updates between them; where calls failed, each may come twice. */
async function brokenConversations({ store, accepted }: World, failing: boolean): Promise<string[]> {
  const incidents = await store.incidents.page({}, undefined, 100);
  return incidents.flatMap(({ id, told, state, owed, dueAt }) => {
    if (state.name !== "resolved" || owed !== undefined || dueAt !== undefined) return [`${id} is not over`];
    return told.flatMap(({ target }) => {
      const words = accepted
        .filter(({ notice, target: to }) => notice.incidentId === id && to.id === target.id)
        .map(({ notice }) => notice.word)
        .filter((word, index, all) => word !== "OFFLINE UPDATE" || index === 0 || index === all.length - 1)
        .filter((word, index, words) => !failing || word !== words[index - 1]);
      const expected = kindOfIncident(id) === "outage" ? ["OFFLINE", "RECOVERED"] : ["FLAPPING", "STABLE"];
      return isDeepStrictEqual(words, expected) ? [] : [`${id} to ${target.id}: ${words.join(" ")}`];
    });
  });
}

test.each([
  ["nothing flaps", UNDAMPED],
  ["what flaps is told as such", FLAPPING],
])("however it went, the states are true and every opening has its ending: %s", async (_name, damping) => {
  await fc.assert(
    fc.asyncProperty(stories, async ({ histories, seed, faults, lossy }) => {
      const random = seeded(seed);
      const unruliness: Unruliness = { random, faults };
      const world = makeWorld({ ...SPLIT, flapping: damping }, "07:59", (ports) =>
        makeUnruly(ports, unruliness),
      );
      world.parallel = 16;
      // Providers fail now and then, and for a quarter of an hour altogether.
      const broken = START + random() * HOUR_MS;
      const isBroken = (now: Instant): boolean => now > broken && now < broken + 15 * MINUTE_MS;
      world.provider = (_request, now) =>
        isBroken(now) || random() < 0.1 ? { name: "transient", error: "503" } : undefined;
      world.lose = { deadlines: lossy && random() < 0.5, notifications: lossy && random() < 0.5 };
      histories.forEach((told, index) => world.send(...eventsOf(told, MODULES[index])));
      const last = Math.max(...histories.flat().map((one) => one.at + one.lateMs + (one.againMs ?? 0)));
      await world.runUntil(clockTime(last + 2 * MINUTE_MS));
      unruliness.faults = 0;
      // A provider's failures double the wait up to 36 min, and one try in ten fails: leave room for several.
      const end = last + 5 * HOUR_MS;
      await world.runUntil(clockTime(end));
      expect(await endsOf(world)).toEqual(
        histories.map((told, index) => inOrder(told, MODULES[index], damping, end)),
      );
      expect(await brokenConversations(world, faults > 0)).toEqual([]);
      expect(world.poison).toEqual([]);
    }),
    // A failing story is told as it is: making it shorter takes longer than a test may.
    { numRuns: 40, endOnFailure: true },
  );
});
