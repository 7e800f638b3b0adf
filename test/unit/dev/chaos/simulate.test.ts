/** The simulated fleet: repeatable, as many events as asked, what a hub would publish, and all of it delivered. */
import { describe, expect, it } from "vitest";

import { united } from "../../../../dev/chaos/fleet/downtimes.ts";
import { envelopeOf } from "../../../../dev/chaos/fleet/envelope.ts";
import { publish } from "../../../../dev/chaos/fleet/hub.ts";
import type { HubEvent } from "../../../../dev/chaos/fleet/hub.ts";
import { simulate } from "../../../../dev/chaos/fleet/simulate.ts";
import { SNAPSHOT_MS } from "../../../../dev/chaos/tempo.ts";
import { makeChance } from "../../../../dev/outbox/chance.ts";
import { readEvents } from "../../../../functions/adapters/event-grid/read-events.ts";
import { member } from "./seen-facts.ts";

const FROM = Date.parse("2026-11-21T09:00:00.000Z");
const simulation = simulate({ seed: 11, events: 1_500, from: FROM });
const all = [...simulation.events.values()].flat();

/** Everything in a run that a seed decides, relative to its beginning. */
function shapeOf(from: number, seed: number): unknown {
  const { deliveries, until } = simulate({ seed, events: 300, from });
  const events = (own: readonly HubEvent[]) =>
    own.map(({ id, at, kind, sequence }) => [id, at - from, kind, sequence]);
  return [until - from, deliveries.map(({ at, way, events: own }) => [at - from, way, events(own)])];
}

/** When it disconnected for so long that everybody has noticed. */
function longDrops(own: readonly HubEvent[]): number[] {
  return own.flatMap(({ kind, at }, place) => {
    const next = own[place + 1];
    return kind === "disconnected" && next !== undefined && next.at - at > 5_000 ? [at] : [];
  });
}

function isDown(own: readonly HubEvent[], at: number): boolean {
  return own.findLast((event) => event.at <= at)?.kind === "disconnected";
}

describe("a simulation", () => {
  it("is the same for the same seed, whenever it begins, and another for another", () => {
    expect(shapeOf(FROM, 3)).toEqual(shapeOf(FROM + 123_457, 3));
    expect(shapeOf(FROM, 3)).not.toEqual(shapeOf(FROM, 4));
  });

  it("has exactly the events that were asked for, of gateways, modules, leaves and devices", () => {
    expect(all).toHaveLength(1_500);
    const names = new Set(
      all.map(({ identity }) => (identity.moduleId ?? identity.deviceId).replace(/\d+/g, "")),
    );
    expect([...names].toSorted()).toEqual([
      "$edgeAgent",
      "$edgeHub",
      "m",
      "probe",
      "s-ctl",
      "s-leaf",
      "s-pump",
    ]);
  });

  it("takes along what is behind a gateway when its hub module is gone, and lets some leaves die alone", () => {
    const taken: boolean[] = [];
    const alone: boolean[] = [];
    for (const { key, through } of simulation.members) {
      if (through === undefined) continue;
      const own = simulation.events.get(key) ?? [];
      const above = simulation.events.get(through) ?? [];
      for (const at of longDrops(above)) taken.push(isDown(own, at + 2_000));
      for (const at of longDrops(own)) alone.push(!isDown(above, at + 2_000));
    }
    expect(taken.length).toBeGreaterThan(10);
    expect(taken).not.toContain(false);
    expect(alone.filter((one) => one).length).toBeGreaterThan(10);
  });

  it("numbers each identity's events upwards, and lets the hub look no oftener than it does", () => {
    for (const own of simulation.events.values()) {
      for (const [index, event] of own.entries()) {
        const next = own[index + 1];
        if (next === undefined) continue;
        expect(next.sequence > event.sequence).toBe(true);
        expect(next.emittedAt - event.emittedAt).toBeGreaterThanOrEqual(SNAPSHOT_MS);
      }
    }
  });

  it("delivers each event, never before it is published, some of them again, both ways", () => {
    const byId = Map.groupBy(
      simulation.deliveries.flatMap(({ at, way, events }) => events.map((event) => ({ at, way, event }))),
      ({ event }) => event.id,
    );
    expect(byId.size).toBe(all.length);
    for (const deliveries of byId.values()) {
      for (const { at, event } of deliveries) expect(at).toBeGreaterThanOrEqual(event.emittedAt);
    }
    const counts = [...byId.values()].map((deliveries) => deliveries.length);
    expect(counts.filter((count) => count > 1).length).toBeGreaterThan(100);
    expect(new Set([...byId.values()].flat().map(({ way }) => way))).toEqual(new Set(["queue", "push"]));
  });

  it("brings many in another order than they happened, and lets none be overtaken by more than a few", () => {
    let overtaken = 0;
    for (const own of simulation.events.values()) {
      const first = own.map(({ id }) =>
        simulation.deliveries.find(({ events }) => events.some((one) => one.id === id)),
      );
      for (const [index, delivery] of first.entries()) {
        const by = first.slice(index + 1).filter((later) => (later?.at ?? 0) < (delivery?.at ?? 0)).length;
        if (by > 0) overtaken += 1;
        expect(by).toBeLessThanOrEqual(11);
      }
    }
    expect(overtaken).toBeGreaterThan(50);
  });

  it("is read by the product as what it is, in both schemas", async () => {
    const some = all.slice(0, 200);
    const envelopes = some.map(envelopeOf);
    const { accepted, rejected } = await readEvents(envelopes, FROM + 3_600_000);
    expect(rejected).toEqual([]);
    expect(accepted.map(({ identity, evidence }) => ({ identity, ...evidence }))).toEqual(
      some.map(({ identity, kind, sequence, at, id }) => ({ identity, kind, sequence, at, eventId: id })),
    );
    expect(new Set(envelopes.map((one) => "specversion" in one))).toEqual(new Set([true, false]));
  });
});

describe("the hub", () => {
  const kindsOf = (downtimes: readonly (readonly [number, number])[]): string[] =>
    publish(
      member("s02-pump1"),
      { from: 0, connectsAt: 0, downtimes: downtimes.map(([from, to]) => ({ from, to })) },
      // All that it decides here is the moment of the first look: within the first second.
      makeChance(1),
    ).map(({ kind, sequence }) => `${kind} ${Number.parseInt(sequence.slice(-4), 16)}`);

  it("publishes a change, and both of one that outlasts its look", () => {
    expect(kindsOf([[10_000, 20_000]])).toEqual(["connected 1", "disconnected 2", "connected 3"]);
  });

  it("hides what is over before it looks, and counts it", () => {
    const within = SNAPSHOT_MS / 10;
    const hidden = Array.from(
      { length: 30 },
      (_, n) => [10_000 + n * 3_000, 10_000 + n * 3_000 + within] as const,
    );
    const kinds = kindsOf(hidden);
    expect(kinds.at(-1)).toBe("connected 61");
    expect(kinds.length).toBeLessThan(40);
    expect(
      kinds
        .slice(0, 10)
        .some((kind, index) => kind.startsWith("connected") && kinds[index - 1]?.startsWith("connected")),
    ).toBe(true);
  });
});

it("takes downtimes that overlap or touch for one", () => {
  const downtimes = [
    { from: 50, to: 60 },
    { from: 10, to: 20 },
    { from: 15, to: 30 },
    { from: 30, to: 40 },
  ];
  expect(united(downtimes)).toEqual([
    { from: 10, to: 40 },
    { from: 50, to: 60 },
  ]);
});
