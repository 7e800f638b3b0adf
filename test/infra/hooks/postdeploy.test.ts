/** The hook after the code is there, against an app on this machine: its drill, hop by hop, and where everything is. */
import { createServer } from "node:http";
import { once } from "node:events";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { DEPLOYED, SUBSCRIPTION } from "./support/azure.ts";
import { makeWorkshop } from "./support/hook.ts";

const KEY = "k3y-of-the-whole-app";
const HOPS = ["events", "deadlines", "notifications"];
const keysLine = `az functionapp keys list --resource-group rg-plant-oslo --name func-abc --subscription ${SUBSCRIPTION}`;

const workshop = makeWorkshop();
/** What the app is asked for, and with which receivers. */
let asked: { path: string; key: string | undefined; body: unknown }[] = [];
/** How far a drill gets. */
let reached = HOPS.length;
let url = "";

const server = createServer((request, response) => {
  const path = request.url ?? "";
  let text = "";
  request.on("data", (chunk: Buffer) => void (text += chunk.toString()));
  request.on("end", () => {
    const key = request.headers["x-functions-key"];
    asked.push({
      path,
      key: typeof key === "string" ? key : undefined,
      body: text === "" ? undefined : JSON.parse(text),
    });
    const { status = 200, body } = answerTo(path.split("?")[0] ?? "");
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
});

function answerTo(path: string): { status?: number; body: unknown } {
  const now = new Date().toISOString();
  if (path === "/api/health") return { body: { status: "ok", problems: [], store: "ok", poison: {} } };
  if (path === "/api/drill") return { status: 202, body: { id: "d1" } };
  if (path === "/api/drill/d1") {
    const hops = HOPS.map((name, index) => ({ name, at: index < reached ? now : null }));
    const state = reached === HOPS.length ? "passed" : "failed";
    const told = { channel: "teams-workflow", state: "sent", attempts: 1, at: now, error: null };
    const receivers = asked.flatMap(({ body }) => receiversIn(body));
    return {
      body: {
        id: "d1",
        state,
        requestedAt: now,
        hops,
        deliveries: receivers.map((receiver) => ({ ...told, receiver })),
      },
    };
  }
  if (path === "/api/summary") return { body: { identities: { byHub: {} }, asOf: now } };
  return { body: { value: [] } };
}

function receiversIn(body: unknown): unknown[] {
  return typeof body === "object" && body !== null && "receivers" in body && Array.isArray(body.receivers)
    ? body.receivers
    : [];
}

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the app has no port");
  url = `http://127.0.0.1:${address.port}`;
});
beforeEach(() => {
  asked = [];
  reached = HOPS.length;
  workshop.answer({
    "az functionapp keys list": [{ json: { functionKeys: { default: KEY }, masterKey: "master" } }],
  });
});
afterAll(() => {
  server.close();
  workshop.remove();
});

const run = (env: Readonly<Record<string, string>> = {}) =>
  workshop.run("postdeploy", { ...DEPLOYED, FUNCTION_APP_URL: `${url}/`, ...env });

describe("a deployment that works", () => {
  it("is shown hop by hop, and ends with addresses and how to get the key", async () => {
    const { code, said, lines } = await run();
    for (const hop of HOPS) expect(said).toMatch(new RegExp(`✓ ${hop} +\\d+\\.\\d s`));
    expect(said).toContain("PASSED");
    expect(said).toContain(`${url}/api/health`);
    expect(said).toContain(`${keysLine} --query functionKeys.default --output tsv`);
    expect(said).toContain("azd env set LINEWATCH_DRILL_RECEIVERS ops");
    expect(said).toContain("docs/operations.md");
    expect(said).not.toContain(KEY);
    expect(code).toBe(0);
    expect(lines).toEqual([keysLine]);
  });

  it("tells nobody, and asks with the key where one is asked for", async () => {
    await run();
    expect(asked.find(({ path }) => path === "/api/drill")).toEqual({
      path: "/api/drill",
      key: KEY,
      body: { receivers: [] },
    });
    expect(asked.filter(({ path, key }) => path === "/api/health" && key !== undefined)).toEqual([]);
  });

  it("tells the receivers that are named for it", async () => {
    const { code, said } = await run({ LINEWATCH_DRILL_RECEIVERS: "ops, fleet" });
    expect(asked.find(({ path }) => path === "/api/drill")?.body).toEqual({ receivers: ["ops", "fleet"] });
    expect(said).not.toContain("azd env set LINEWATCH_DRILL_RECEIVERS");
    expect(code).toBe(0);
  });

  it("leaves room below its last line, which azd's table takes", async () => {
    const { said } = await run();
    expect(said.endsWith("\n".repeat(5))).toBe(true);
  });
});

it("a drill that gets stuck fails the deployment, names the hop and the page that says more", async () => {
  reached = 1;
  const { code, said } = await run();
  expect(said).toMatch(/✓ events/);
  expect(said).toMatch(/FAILED .*deadlines/);
  expect(said).toContain("docs/operations.md");
  expect(said).toContain("The drill failed. To try it again: azd hooks run postdeploy");
  expect(said).not.toContain("Next: docs/deploy.md");
  expect(code).toBe(1);
});

it("an app without a key is told of with the line that makes one", async () => {
  workshop.answer({ "az functionapp keys list": [{ json: { functionKeys: {} } }] });
  const { code, said } = await run();
  expect(said).toContain("The app func-abc has no function key.");
  expect(said).toContain("az functionapp keys set --resource-group rg-plant-oslo --name func-abc");
  expect(code).toBe(1);
});
