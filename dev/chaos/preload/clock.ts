/**
 * Loaded into every process of a run before anything else: a clock that the run can put forward in all of them, so that
 * nobody has to wait for claims and retries once the fleet is quiet. `CHAOS_CLOCK` names a file that holds the milliseconds
 * by which the clock is ahead; what waits in timers goes on by the machine's own clock.
 */
import { readFileSync } from "node:fs";

const POLL_MS = 50;

const file = process.env["CHAOS_CLOCK"];
const systemNow = Date.now.bind(Date);
let aheadMs = 0;
const now = (): number => systemNow() + aheadMs;

function readAhead(path: string): void {
  const text = readFileSync(path, "utf8");
  // It is empty for a moment while it is written.
  if (text !== "") aheadMs = Number(text);
}

if (file !== undefined) {
  readAhead(file);
  // Watching the file could miss a change that comes before the first look at it.
  setInterval(readAhead, POLL_MS, file).unref();
  globalThis.Date = new Proxy(Date, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}
