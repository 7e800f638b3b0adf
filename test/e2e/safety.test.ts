/** It can page nobody by accident, and no browser can reach it from another site. */
import { request } from "node:http";

import { afterAll, beforeAll, expect, it } from "vitest";

import { startApp, type App } from "./app.ts";
import { gatewayEvents } from "./events.ts";
import { eventually } from "./eventually.ts";
import { makeFolder } from "./policy-file.ts";
import { endAll, type Variables } from "./process.ts";

const folder = makeFolder();
const elsewhere: Variables = {
  TEAMS_OPS_WORKFLOW_URL: "https://real.logic.azure.com/workflows/ops?sig=secret",
  TWILIO_ACCOUNT_SID: "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  TWILIO_AUTH_TOKEN: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
  TWILIO_FROM: "+4790000000",
  COSMOS_ENDPOINT: "https://linewatch.documents.azure.com:443/",
  AzureWebJobsStorage:
    "DefaultEndpointsProtocol=https;AccountName=real;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net",
};
const policy = `
defaults: { grace: 1s, groupWait: 1s, recovery: 1s }
receivers:
  ops: { teams: { workflow: "\${TEAMS_OPS_WORKFLOW_URL}" } }
  fleet: { teams: { workflow: https://literal.logic.azure.com/workflows/fleet?sig=secret } }
  loud: { teams: { workflow: "HTTPS://LOUD.logic.azure.com/\\x77orkflows/loud" } }
  oncall: { sms: { to: ["+4791111111"] } }
routes:
  - notify: [ops, fleet, loud, oncall]
`;
let app: App;

beforeAll(async () => {
  app = await startApp(["--policy", folder.write("elsewhere.yaml", policy)], elsewhere);
});
afterAll(async () => {
  await endAll();
  folder.remove();
});

it("ignores what points beyond this machine, and says so in a line each", () => {
  const lines = app.stderr().split("\n");
  for (const name of [...Object.keys(elsewhere), "workflow of fleet", "workflow of loud"]) {
    expect(lines.filter((line) => line.includes(name) && line.includes("ignored"))).toHaveLength(1);
  }
  expect(app.queues).toContain("127.0.0.1");
  for (const value of [...Object.values(elsewhere), "secret"]) expect(app.stderr()).not.toContain(value);
});

it("sends to the outbox what would have gone elsewhere", async () => {
  await app.sendEvents(gatewayEvents("rpihat2", "disconnected"));
  await eventually(async () => (await app.outbox.messages()).length, 4);
  const receivers = (await app.outbox.messages()).map(({ channel, to }) => `${channel} ${to}`);
  expect(receivers.toSorted()).toEqual([
    "sms +4791111111",
    "teams-workflow fleet",
    "teams-workflow loud",
    "teams-workflow ops",
  ]);
});

/** `fetch` would not let a test set these. */
function statusOf(url: string, method: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asking.once("error", reject).end();
  });
}

it("answers 403 to a foreign Host, and to anything but GET with a foreign Origin", async () => {
  for (const url of [`${app.url}/api/health`, `${app.outbox.url}/messages`]) {
    const { host, origin } = new URL(url);
    expect(await statusOf(url, "GET", { host: "evil.example" })).toBe(403);
    expect(await statusOf(url, "GET", { host: `evil.example:${new URL(url).port}` })).toBe(403);
    expect(await statusOf(url, "GET", { host: "127.0.0.1:1" })).toBe(403);
    expect(await statusOf(url, "GET", { host, origin: "https://evil.example" })).toBe(200);
    expect(await statusOf(url, "DELETE", { host, origin: "https://evil.example" })).toBe(403);
    expect(await statusOf(url, "POST", { host, origin: "null" })).toBe(403);
    expect(await statusOf(url, "POST", { host, origin })).not.toBe(403);
  }
});
