/** `npm run smoke` against a running `npm start`: the drill goes through real queues to the outbox, and leaves no trace. */
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";

import { startApp, type App } from "./app.ts";
import { eventOf } from "./events.ts";
import { makeFolder } from "./policy-file.ts";
import { endAll, run } from "./process.ts";

const outcomeSchema = z.object({
  passed: z.boolean(),
  trouble: z.string().nullable(),
  verdict: z.string(),
  drill: z
    .object({
      id: z.string(),
      hops: z.array(z.object({ name: z.string(), afterMs: z.number().nullable() })),
      deliveries: z.array(z.object({ receiver: z.string(), channel: z.string(), state: z.string() })),
    })
    .nullable(),
});
const folder = makeFolder();
let app: App;

beforeAll(async () => {
  app = await startApp(folder.policy());
  // Somebody who has to be counted, and nobody else.
  await app.api.push([eventOf("real", "connected")]);
});
afterAll(async () => {
  await endAll();
  folder.remove();
});

async function smoke(...args: string[]) {
  const running = run("dev/smoke.ts", ["--url", app.url, ...args]);
  const { code } = await running.exited;
  return { code, stdout: running.stdout(), stderr: running.stderr() };
}

async function smokeInJson(...args: string[]) {
  const { code, stdout } = await smoke("--json", ...args);
  return { code, outcome: outcomeSchema.parse(JSON.parse(stdout)) };
}

const drillMessages = async () => (await app.outbox.words()).filter((words) => words.endsWith(" DRILL"));

it("without receivers passes through every queue, and reaches nobody", async () => {
  const { code, stdout, stderr } = await smoke();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const steps = stdout.split("\n").flatMap((line) => /^ {2}✓ (\S+)/.exec(line)?.[1] ?? []);
  expect(steps).toEqual(["health", "request", "events", "deadlines", "notifications", "traces"]);
  expect(stdout).toMatch(/^PASSED {2}All 3 hops in \d+\.\d s; nobody was told, as asked\.$/m);
  expect(await app.outbox.messages()).toEqual([]);
});

it("with receivers reaches each of them once, by its channel", async () => {
  const { code, outcome } = await smokeInJson("--receivers", "ops,oncall");
  expect({ code, passed: outcome.passed }).toEqual({ code: 0, passed: true });
  expect(outcome.drill?.hops.map(({ name }) => name)).toEqual(["events", "deadlines", "notifications"]);
  const times = outcome.drill?.hops.map(({ afterMs }) => afterMs ?? Number.NaN) ?? [];
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(outcome.drill?.deliveries).toEqual([
    { receiver: "ops", channel: "teams-workflow", state: "sent" },
    { receiver: "oncall", channel: "sms", state: "sent" },
  ]);
  expect(await drillMessages()).toEqual(["sms DRILL", "teams-workflow DRILL"]);
  expect(await app.api.summary()).toMatchObject({
    identities: { total: 1 },
    devices: { total: 1 },
    rejected: 0,
  });
  expect(await app.api.incidents()).toEqual([]);
});

it("names a receiver that the policy has not", async () => {
  const { code, outcome } = await smokeInJson("--receivers", "ops,nobody");
  expect(code).toBe(1);
  expect(outcome).toMatchObject({ passed: false, trouble: "refused", drill: null });
  expect(outcome.verdict).toContain("nobody: is no receiver of the policy, which has ops, oncall");
});

it("fails with the provider's answer where a message is refused for good", async () => {
  await app.outbox.fail({ channel: "sms", status: 400, times: 1 });
  const { code, stdout } = await smoke("--receivers", "oncall");
  expect(code).toBe(1);
  expect(stdout).toMatch(/^ {2}✗ oncall .* SMS refused it for good: Twilio answered 400/m);
  expect(stdout).toMatch(/^FAILED at oncall\.$/m);
});
