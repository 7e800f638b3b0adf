/** What is heavy is loaded when it is first used: in fresh processes, because modules stay loaded. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const adapters = new URL("../../../functions/adapters/", import.meta.url);
const inNode = promisify(execFile);

/** Runs `script` in a new Node.js and says which of the packages it has loaded by its end. */
async function loadedBy(script: string): Promise<string> {
  const report = `
    import { registerHooks } from "node:module";
    const loaded = new Set();
    registerHooks({ load: (url, context, next) => {
      const name = /\\/node_modules\\/(twilio|@azure\\/identity|@azure\\/storage-queue)\\//.exec(url)?.[1];
      if (name !== undefined) loaded.add(name);
      return next(url, context);
    } });
    ${script}
    console.log([...loaded].sort().join(" "));
    process.exit(0);
  `;
  const { stdout } = await inNode(process.execPath, ["--input-type=module", "--eval", report]);
  return stdout.trim();
}

const imported = (file: string) => `await import(${JSON.stringify(fileURLToPath(new URL(file, adapters)))});`;
const identity = { queueServiceUri: "https://127.0.0.1:1/account", clientId: "1" };

test("importing the adapters loads neither Twilio nor the identity", async () => {
  expect(await loadedBy(imported("senders.ts"))).toBe("");
  expect(
    await loadedBy(imported("storage-queue/queues.ts") + imported("storage-queue/lazy-credential.ts")),
  ).toBe("@azure/storage-queue");
});

test("nor does making the senders and the queues; the first SMS loads the one", async () => {
  const make = `
    const { makeSender } = ${imported("senders.ts")}
    const accountSid = "AC" + "1".repeat(32);
    const sms = { accountSid, username: accountSid, password: { reveal: () => "t" }, sender: { from: "+1" },
      apiBaseUrl: "http://127.0.0.1:1" };
    const sender = makeSender({ sms });
  `;
  const notice = {
    word: "CLOSED",
    code: "K7QM",
    incidentId: "i",
    hub: "h",
    subject: "s",
    count: 1,
    names: [],
    since: 0,
  };
  const target = { id: "sms:+2", channel: "sms", address: "+2" };
  const request = JSON.stringify({ target, notice: { ...notice, zone: "UTC" } });
  expect(await loadedBy(make)).toBe("");
  expect(await loadedBy(`${make} await sender.send(${request});`)).toBe("twilio");
});

test("the first token loads the other", async () => {
  const make = `
    const { makeLazyCredential } = ${imported("storage-queue/lazy-credential.ts")}
    const { makeQueues } = ${imported("storage-queue/queues.ts")}
    const credential = makeLazyCredential(${JSON.stringify(identity.clientId)});
    const queues = makeQueues({ queueServiceUri: ${JSON.stringify(identity.queueServiceUri)}, credential, requestTimeoutMs: 500 });
  `;
  expect(await loadedBy(make)).toBe("@azure/storage-queue");
  expect(await loadedBy(`${make} await queues.count("events").catch(() => undefined);`)).toBe(
    "@azure/identity @azure/storage-queue",
  );
});
