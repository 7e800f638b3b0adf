/** Timers: schedules, runs that never overlap, runs on demand, and the hooks around them. */
import { afterEach, describe, expect, it, vi } from "vitest";

import type { Host } from "../../../dev/host/start-host.ts";
import { parseSchedule, ScheduleError } from "../../../dev/host/timers/schedule.ts";
import { rawRequest } from "./raw-request.ts";
import { startFixture } from "./start-fixture.ts";

const patience = { timeout: 6_000, interval: 25 };
const hosts: Host[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

async function startWith(schedule: string): Promise<Host> {
  const host = await startFixture("timer-app", { settings: { SCHEDULE: schedule } });
  hosts.push(host);
  return host;
}

async function stateOf({ url }: Host) {
  const state = await (await fetch(`${url}/runs`)).json();
  return Object(state);
}

const runNow = ({ port }: Host, name = "sweep") =>
  rawRequest(port, `/admin/functions/${name}`, { method: "POST", body: "{}" });

describe("a schedule", () => {
  const at = (text: string): number => Date.parse(text);

  it.each([
    ["0 * * * * *", "2026-11-21T09:00:00.000Z", "2026-11-21T09:01:00.000Z"],
    ["0 * * * * *", "2026-11-21T08:59:59.999Z", "2026-11-21T09:00:00.000Z"],
    ["*/20 * * * * *", "2026-11-21T09:00:41.000Z", "2026-11-21T09:01:00.000Z"],
    ["15,45 * * * * *", "2026-11-21T09:00:15.000Z", "2026-11-21T09:00:45.000Z"],
    ["0 0 8-10 * * *", "2026-11-21T10:00:00.000Z", "2026-11-22T08:00:00.000Z"],
    ["0 10/20 * * * *", "2026-11-21T09:31:00.000Z", "2026-11-21T09:50:00.000Z"],
    ["0 30 2 1 * *", "2026-11-21T09:00:00.000Z", "2026-12-01T02:30:00.000Z"],
    ["0 0 0 * * 1-5", "2026-11-21T09:00:00.000Z", "2026-11-23T00:00:00.000Z"],
    ["0 0 0 29 2 *", "2096-03-01T00:00:00.000Z", "2104-02-29T00:00:00.000Z"],
    ["0 0 0 29 2 1", "2072-03-01T00:00:00.000Z", "2112-02-29T00:00:00.000Z"],
  ])("%s after %s is due at %s", (text, after, due) => {
    expect(new Date(parseSchedule(text)(at(after))).toISOString()).toBe(due);
  });

  it.each([["* * * * *"], ["60 * * * * *"], ["0 */0 * * * *"], ["0 5-1 * * * *"], ["0 0 0 1 jan *"], ["x"]])(
    "%j is not read",
    (text) => {
      expect(() => parseSchedule(text)).toThrow(ScheduleError);
    },
  );

  it("for a day that never comes says so", () => {
    expect(() => parseSchedule("0 0 0 30 2 *")).toThrow("never due");
  });
});

describe("a timer", () => {
  it("runs when due, and never while it still runs", async () => {
    const host = await startWith("* * * * * *");
    await expect.poll(async () => (await stateOf(host)).runs.length, patience).toBe(1);
    const [{ startedAt }] = (await stateOf(host)).runs;
    await expect.poll(() => Date.now() - startedAt, patience).toBeGreaterThan(2_100);
    expect((await stateOf(host)).runs).toHaveLength(1);

    await fetch(`${host.url}/release`, { method: "POST" });
    await expect.poll(async () => (await stateOf(host)).runs.length, patience).toBe(2);
    const [first, second] = (await stateOf(host)).runs;
    // At the next due second after the first run ended, not at one that came while it ran.
    expect(Math.floor(second.startedAt / 1_000)).toBeGreaterThan(Math.floor(first.endedAt / 1_000));
    expect(second.timer).toEqual({
      isPastDue: false,
      schedule: { adjustForDST: true },
      scheduleStatus: {
        last: new Date(first.startedAt)
          .toISOString()
          .replace(/\d{3}Z/, second.timer.scheduleStatus.last.slice(-4)),
        next: expect.any(String),
        lastUpdated: expect.any(String),
      },
    });
    await fetch(`${host.url}/release`, { method: "POST" });
  });

  it("can be run now, after a run under way, and does not run when the host starts", async () => {
    const host = await startWith("0 0 0 1 1 *");
    expect((await stateOf(host)).runs).toEqual([]);
    expect((await runNow(host)).status).toBe(202);
    expect((await runNow(host, "SWEEP")).status).toBe(202);
    await expect.poll(async () => (await stateOf(host)).runs.length, patience).toBe(1);

    await fetch(`${host.url}/release`, { method: "POST" });
    await expect.poll(async () => (await stateOf(host)).runs.length, patience).toBe(2);
    await fetch(`${host.url}/release`, { method: "POST" });
  });

  it.each(["nobody", "runs"])("called %s cannot be run: 404", async (name) => {
    const host = await startWith("0 0 0 1 1 *");
    expect((await runNow(host, name)).status).toBe(404);
  });
});

describe("hooks", () => {
  it("run when the app starts, around each run, and when the app ends", async () => {
    const host = await startWith("0 0 0 1 1 *");
    await stateOf(host);
    // The answer is written after the hooks of its own run.
    const around = ["pre runs", "post runs"];
    expect((await stateOf(host)).hooks).toEqual(["appStart", ...around, ...around]);

    const printed = vi.spyOn(console, "log").mockReturnValue();
    await host.stop();
    expect(printed).toHaveBeenCalledWith("terminated");
    printed.mockRestore();
  });
});
