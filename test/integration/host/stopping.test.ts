/** How a run of the runner ends: asked to stop, impatiently, or killed; nothing in work is lost. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";

import { type Azurite, startAzurite } from "../../../dev/embedded/azurite.ts";
import { release, seenBy } from "./queue-app-client.ts";
import { makeTestQueue, startFixture, withQueueSettings } from "./start-fixture.ts";

const patience = { timeout: 8_000, interval: 50 };

let azurite: Azurite;
let directory: string;
let bundle: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "linewatch-host-"));
  bundle = join(directory, "queue-app.mjs");
  [azurite] = await Promise.all([startAzurite(), buildAsDeployed(bundle)]);
});
afterAll(async () => {
  await azurite.stop();
  await rm(directory, { recursive: true });
});

/** One ESM bundle in which `require` exists, and `@azure/functions-core` does not: what runs in Azure. */
async function buildAsDeployed(outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL("./fixtures/queue-app.mjs", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["@azure/functions-core"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
}

async function makeQueue() {
  const queue = makeTestQueue(azurite.connectionString);
  await queue.queue.create();
  return queue;
}

function startHere(queue: string, options: { drainMs: number }, queueSettings = {}) {
  return startFixture("queue-app", {
    bundle,
    ...withQueueSettings(queueSettings),
    queueConnectionString: azurite.connectionString,
    settings: { WORK: queue },
    timing: { lockMs: 20_000, renewMs: 5_000, ...options },
  });
}

/** A runner in a process of its own, which ends with the test at the latest. */
async function startProcess(test: TestContext, queue: string): Promise<{ child: ChildProcess; url: string }> {
  const script = fileURLToPath(new URL("./host-process.ts", import.meta.url));
  const argument = { bundle, queueConnectionString: azurite.connectionString, queue, lockMs: 2_000 };
  const child = spawn(process.execPath, [script, JSON.stringify(argument)], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  test.onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = await once(child.stdout, "data");
  return { child, url: String(line).trim() };
}

/** When the only message was seen. */
async function seenAt(test: TestContext, url: string): Promise<number> {
  await test.expect.poll(async () => (await seenBy(url)).seen.length, patience).toBe(1);
  return (await seenBy(url)).seen[0]?.at ?? 0;
}

describe.concurrent("a stop", () => {
  it("lets messages in work finish and takes no others", async (test) => {
    const queue = await makeQueue();
    const host = await startHere(queue.name, { drainMs: 4_000 });
    await queue.send({ id: "in work", forMs: 700 });
    await seenAt(test, host.url);
    const stopped = host.stop();
    await queue.send({ id: "too late" });
    await stopped;

    expect(await queue.count()).toBe(1);
    const { receivedMessageItems } = await queue.queue.receiveMessages();
    expect(receivedMessageItems.map(({ dequeueCount }) => dequeueCount)).toEqual([1]);
  });

  it("answers requests in work and takes no others", async () => {
    const host = await startHere("no-queue", { drainMs: 4_000 });
    const answer = fetch(`${host.url}/slow/400`).then((response) => response.text());
    await fetch(`${host.url}/slow/1`);
    const stopped = host.stop();

    await expect(fetch(`${host.url}/slow/1`)).rejects.toThrow("fetch failed");
    expect(await answer).toBe("done");
    await stopped;
  });

  it("gives back what does not finish in time, and leaves it alone when it ends after all", async (test) => {
    const queue = await makeQueue();
    const host = await startHere(queue.name, { drainMs: 300 }, { maxDequeueCount: 1 });
    await queue.send({ id: "endless", forMs: 2_000, fail: true });
    const startedAt = await seenAt(test, host.url);
    await host.stop();

    const { peekedMessageItems } = await queue.queue.peekMessages();
    expect(peekedMessageItems.map(({ dequeueCount }) => dequeueCount)).toEqual([1]);
    await test.expect.poll(() => Date.now() - startedAt, patience).toBeGreaterThan(2_200);
    expect(await queue.count()).toBe(1);
    expect(await queue.poisoned()).toBeUndefined();
  });

  it("on SIGTERM finishes the work and ends the process by itself", async (test) => {
    const queue = await makeQueue();
    const { child, url } = await startProcess(test, queue.name);
    await queue.send({ id: "in work", forMs: 500 });
    await seenAt(test, url);
    child.kill("SIGTERM");

    expect(await once(child, "exit")).toEqual([0, null]);
    expect(await queue.count()).toBe(0);
  });
});

describe.concurrent("a kill", () => {
  it("brings the message in work back when its lock ends", async (test) => {
    const queue = await makeQueue();
    const { child, url } = await startProcess(test, queue.name);
    await queue.send({ id: "orphan", wait: true });
    const firstAt = await seenAt(test, url);
    child.kill("SIGKILL");
    await once(child, "exit");
    const next = await startHere(queue.name, { drainMs: 300 });

    const secondAt = await seenAt(test, next.url);
    expect(secondAt - firstAt).toBeGreaterThan(1_000);
    expect((await seenBy(next.url)).seen.map(({ metadata }) => metadata["dequeueCount"])).toEqual([2]);
    await release(next.url, "orphan");
    await test.expect.poll(queue.count, patience).toBe(0);
    await next.stop();
  });
});
