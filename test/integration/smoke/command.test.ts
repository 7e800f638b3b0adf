/** `npm run smoke` as a process: what it prints where, and how it ends. */
import { afterAll, afterEach, describe, expect, it } from "vitest";

import type { Clock } from "../../../functions/application/ports.ts";
import { endAll, run, type Variables } from "../../e2e/process.ts";
import { startFakeApp, type FakeApp } from "./fake-app.ts";

const clock: Clock = { now: () => Date.now(), pause: () => Promise.resolve() };
const quick = { hops: { events: 0, deadlines: 0, notifications: 0 }, deliveries: () => [] };
const key = "k3y-of-the-whole-app";
let app: FakeApp | undefined;

afterEach(() => app?.stop());
afterAll(endAll);

async function start(): Promise<FakeApp> {
  app = await startFakeApp(clock, quick);
  return app;
}

async function smoke(args: readonly string[], env: Variables = {}) {
  const running = run("dev/smoke.ts", args, env);
  const { code } = await running.exited;
  return { code, stdout: running.stdout(), stderr: running.stderr() };
}

describe("npm run smoke", () => {
  it("ends with 0 where the drill passed, with its report on standard output and the key from the environment", async () => {
    const { url, requests } = await start();
    const { code, stdout, stderr } = await smoke(["--url", url], { LINEWATCH_KEY: key });
    expect(stdout).toMatch(/^PASSED {2}All 3 hops in 0\.0 s; nobody was told, as asked\.$/m);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(requests.at(-1)?.key).toBe(key);
    expect(stdout).not.toContain(key);
  });

  it("ends with 1 where it did not", async () => {
    const { url, answer } = await start();
    answer("POST /api/drill", () => ({ status: 401 }));
    const { code, stdout, stderr } = await smoke(["--url", url, "--key", key]);
    expect(stdout).toMatch(
      /^ {2}✗ request +The app does not take this key \(401\)\.\n\nFAILED at request\.$/m,
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).not.toContain(key);
  });

  it("prints exactly one JSON object for programs, passed or not", async () => {
    const { url, answer } = await start();
    const passed = await smoke(["--url", url, "--json"]);
    expect(passed.stdout).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(passed.stdout)).toMatchObject({ passed: true, trouble: null });
    expect(passed).toMatchObject({ code: 0, stderr: "" });
    answer("GET /api/health", () => ({ status: 404 }));
    const failed = await smoke(["--url", url, "--json"]);
    expect(JSON.parse(failed.stdout)).toMatchObject({ passed: false, trouble: "notLinewatch", health: null });
    expect(failed).toMatchObject({ code: 1, stderr: "" });
  });

  it("ends with 2 where it was called wrongly, and says how to", async () => {
    const { code, stdout, stderr } = await smoke(["--json"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("--url is missing");
  });

  it("has colours only where somebody wants them", async () => {
    const { url } = await start();
    const escape = "\u001b[";
    expect((await smoke(["--url", url])).stdout).not.toContain(escape);
    expect((await smoke(["--url", url], { FORCE_COLOR: "1" })).stdout).toContain(escape);
  });
});
