/** A fleet whose deadlines all passed while nothing ran: judged in minutes, told at a pace that people can follow. */
import { expect, test } from "vitest";
import { MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import { drain, mostWithin } from "./drain.ts";

test("what waited for its turn while the app was stopped does not burst upon anybody when it is back", async () => {
  const stopped = { fromMs: 5 * MINUTE_MS, untilMs: 15 * MINUTE_MS };
  const { sent } = await drain({ devices: 800, modules: 10 }, { forMs: 45 * MINUTE_MS, stopped });
  for (const instants of sent.values()) {
    expect(mostWithin(instants, SECOND_MS)).toBeLessThanOrEqual(5);
    expect(mostWithin(instants, MINUTE_MS)).toBeLessThanOrEqual(35);
  }
});

test("thousands of overdue deadlines are judged within minutes, and burst upon nobody", async () => {
  const { sent, sweeps, calls, left, minutesUntilJudged } = await drain(
    { devices: 800, modules: 200 },
    { forMs: 30 * MINUTE_MS },
  );
  expect(minutesUntilJudged).toBeLessThan(2);
  expect(left).toEqual({ overdue: 0, owing: 0, incidents: 0 });
  expect(sweeps.every(({ failed }) => failed === 0)).toBe(true);
  // Judged, grouped, looked at and told to two places: as many calls for each as for one alone.
  expect(calls / 1_000).toBeLessThan(40);
  expect([...sent.keys()].toSorted()).toEqual(["sms:+4790000000", "workflow:ops"]);
  for (const instants of sent.values()) {
    expect(instants).toHaveLength(801);
    expect(mostWithin(instants, SECOND_MS)).toBeLessThanOrEqual(5);
    expect(mostWithin(instants, MINUTE_MS)).toBeLessThanOrEqual(35);
  }
});
