import { describe, expect, it } from "vitest";

import { generateFleet } from "../../../bench/fleet/generate.ts";
import { HOUR_MS, MINUTE_MS } from "../../../functions/domain/time.ts";

const OPTIONS = { devices: 200, deliveries: 2_000, startAt: Date.UTC(2026, 10, 20), spanMs: 48 * HOUR_MS };
const deliveries = [...generateFleet(OPTIONS)];

describe("the deliveries of a fleet", () => {
  it("are as many as asked for, of every device", () => {
    expect(deliveries).toHaveLength(OPTIONS.deliveries);
    expect(new Set(deliveries.map(({ event }) => event.device)).size).toBe(OPTIONS.devices);
  });

  it("are the same every time", () => {
    expect([...generateFleet(OPTIONS)]).toEqual(deliveries);
  });

  it("come in an order in which a world can take them", () => {
    const nows = deliveries.map(({ now }) => now);
    expect(nows).toEqual(nows.toSorted((a, b) => a - b));
    expect(deliveries.filter(({ now, arrivesAt }) => arrivesAt <= now)).toEqual([]);
  });

  it("alternate and rise in each device's own numbers", () => {
    for (const own of Map.groupBy(deliveries, ({ event }) => event.device).values()) {
      const events = [...new Map(own.map(({ event }) => [event.number, event])).values()];
      expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
      for (const { kind, number } of events)
        expect(kind).toBe(number % 2 === 1 ? "Connected" : "Disconnected");
      const times = events.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  it("hold repeated ones, overtaken ones, and a few outages", () => {
    const all = [...new Set(deliveries.map(({ event }) => event))];
    expect(all.length).toBeLessThan(deliveries.length);
    const arrivals = Map.groupBy(deliveries, ({ event }) => event.device);
    const overtaken = [...arrivals.values()].filter((own) => {
      const numbers = own.toSorted((a, b) => a.arrivesAt - b.arrivesAt).map(({ event }) => event.number);
      return numbers.some((number, index) => number < (numbers[index - 1] ?? 0));
    });
    expect(overtaken.length).toBeGreaterThan(0);
    const breaks = all.flatMap((event, index) => {
      const next = all[index + 1];
      return event.kind === "Disconnected" && next !== undefined ? [next.at - event.at] : [];
    });
    const long = breaks.filter((ms) => ms > 5 * MINUTE_MS).length;
    expect(long).toBeGreaterThan(0);
    expect(long).toBeLessThan(breaks.length / 20);
  });
});
