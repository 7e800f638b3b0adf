/** The clock that a run puts forward in all of its processes. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

const CLOCK = new URL("../../../../dev/chaos/preload/clock.ts", import.meta.url);
const HOUR_MS = 3_600_000;

/** Says all that a clock can be asked, whenever it is asked. */
const PROGRAM = `
  process.stdin.on("data", () => console.log(JSON.stringify({
    now: Date.now(), made: new Date().getTime(), given: new Date(5).getTime(), parsed: Date.parse("1970-01-01T00:00:00.007Z"),
    isDate: new Date() instanceof Date, year: new Date(2026, 0, 1).getFullYear(), text: typeof Date() })));`;

it("goes ahead in a process that is running, however it is read, and leaves other dates alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "linewatch-test-"));
  const file = join(folder, "clock");
  writeFileSync(file, "0");
  const args = [`--import=${CLOCK.href}`, "--input-type=module", "-e", PROGRAM];
  const child = spawn(process.execPath, args, {
    env: { CHAOS_CLOCK: file },
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });
  const ask = async () => {
    child.stdin.write("?");
    const [answer] = await once(child.stdout, "data");
    return JSON.parse(String(answer));
  };
  const first = await ask();
  expect(first).toMatchObject({ given: 5, parsed: 7, isDate: true, year: 2026, text: "string" });
  expect(Math.abs(first.now - Date.now())).toBeLessThan(10_000);
  writeFileSync(file, String(HOUR_MS));
  await expect
    .poll(async () => (await ask()).now - Date.now(), { timeout: 10_000 })
    .toBeGreaterThan(HOUR_MS - 10_000);
  const second = await ask();
  expect(second.made - Date.now()).toBeGreaterThan(HOUR_MS - 10_000);
  expect(second).toMatchObject({ given: 5, parsed: 7, isDate: true });
});
