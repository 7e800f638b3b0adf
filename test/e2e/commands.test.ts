/** What the commands say and how they end when they cannot do what they were asked for. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { processesMarked } from "./marked-processes.ts";
import { makeFolder, policyText } from "./policy-file.ts";
import { bundleBuilt, endAll, run } from "./process.ts";

const folder = makeFolder();
const freePorts = ["--port", "0", "--outbox-port", "0", "--scenario", "none"];
let taken: Server;
let takenPort: string;

beforeAll(async () => {
  taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = taken.address();
  takenPort = String(typeof address === "object" ? address?.port : address);
});
afterAll(async () => {
  await endAll();
  folder.remove();
  taken.close();
});

/** Runs a command to its end, after which nothing of it may be left. */
async function outcomeOf(script: string, args: readonly string[]) {
  await bundleBuilt();
  const mark = randomUUID();
  const running = run(script, args, { LINEWATCH_TEST: mark });
  const { code } = await running.exited;
  expect(processesMarked(mark)).toEqual([]);
  return { code, stdout: running.stdout(), stderr: running.stderr() };
}

const start = (...args: string[]) => outcomeOf("dev/start.ts", [...freePorts, ...args]);

describe.concurrent("npm start", { timeout: 60_000 }, () => {
  it("names a taken port and its flag, and leaves nothing running", async () => {
    for (const flag of ["--port", "--outbox-port"]) {
      const { code, stdout, stderr } = await start(flag, takenPort);
      expect(stderr).toMatch(new RegExp(`Port ${takenPort} is taken.* ${flag}\\b`));
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).not.toMatch(/^ {4}at /m);
    }
  });

  it("shows every fault of a policy with its line and column", async () => {
    const faulty = policyText().replace("grace: 2s", "grace: 2 secs").replace("oncall]", "nobody]");
    const { code, stdout, stderr } = await start("--policy", folder.write("faulty.yaml", faulty));
    expect(stderr).toMatch(/^ {2}faulty\.yaml:2:20 .*grace/m);
    expect(stderr).toMatch(/^ {2}faulty\.yaml:7:19 .*nobody/m);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });

  it("says which policy file it cannot read", async () => {
    const { code, stderr } = await start("--policy", "no-such-policy.yaml");
    expect(stderr).toMatch(/^The policy file \S+no-such-policy\.yaml cannot be read\.$/m);
    expect(code).toBe(1);
  });

  it("says which scenarios there are when there is no such", async () => {
    const { code, stderr } = await start("--scenario", "flood");
    expect(stderr).toBe(
      "There is no scenario flood. There are: delete-and-recreate, edge-cable, edgehub-toggles, gateway-450, leaf-dies-behind-toggling-parent, token-renewal.\n",
    );
    expect(code).toBe(1);
  });

  it.for([
    ["--no-such-option", "--no-such-option"],
    ["--port=seven", "--port takes a port number"],
    ["--outbox-port=65536", "--outbox-port takes a port number"],
    ["stray", "stray"],
  ])("refuses %s with a sentence", async ([option, words]) => {
    const { code, stderr } = await outcomeOf("dev/start.ts", [option ?? ""]);
    expect(stderr).toContain(words);
    expect(stderr).toContain("npm start -- [--port 7071]");
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(code).toBe(2);
  });

  it("plays no scenario with --real", async () => {
    const { code, stderr } = await outcomeOf("dev/start.ts", ["--real", "--scenario", "edge-cable"]);
    expect(stderr).toContain("With --real no scenario runs");
    expect(code).toBe(2);
  });
});

describe.concurrent("npm run embedded", { timeout: 60_000 }, () => {
  it("refuses what it does not know and a taken port with a sentence", async () => {
    const unknown = await outcomeOf("dev/embedded.ts", ["--port", "1"]);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining("npm run embedded --") });
    const port = await outcomeOf("dev/embedded.ts", ["--outbox-port", takenPort]);
    expect(port).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining(takenPort) });
  });
});

describe.concurrent("a program that is ended", { timeout: 60_000 }, () => {
  it("takes a signal that npm passes on a second time for the same one", async () => {
    const mark = randomUUID();
    const running = run("dev/embedded.ts", ["--json"], { LINEWATCH_TEST: mark });
    await running.firstLine();
    const [exit] = await Promise.all([running.end("SIGINT"), running.end("SIGINT")]);
    expect(exit).toEqual({ code: 0, signal: null });
    expect(processesMarked(mark)).toEqual([]);
  });
});

describe.concurrent("npm run scenario", { timeout: 60_000 }, () => {
  it("lists what there is without a name", async () => {
    const { code, stdout } = await outcomeOf("dev/scenario.ts", []);
    expect(stdout).toMatch(/^edge-cable +The gateway rpihat2 /m);
    expect(code).toBe(0);
  });

  it("says what is wrong with a name, a speed or an address", async () => {
    const name = await outcomeOf("dev/scenario.ts", ["flood"]);
    expect(name).toMatchObject({ code: 1, stderr: expect.stringContaining("no scenario flood") });
    const speed = await outcomeOf("dev/scenario.ts", ["edge-cable", "--speed", "0"]);
    expect(speed).toMatchObject({ code: 2, stderr: expect.stringContaining("--speed takes") });
    const address = await outcomeOf("dev/scenario.ts", ["edge-cable", "--url", "nowhere"]);
    expect(address).toMatchObject({ code: 2, stderr: expect.stringContaining("--url takes") });
    const nobody = await outcomeOf("dev/scenario.ts", ["edge-cable", "--url", "http://127.0.0.1:1"]);
    expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining("Nothing answers") });
  });
});
