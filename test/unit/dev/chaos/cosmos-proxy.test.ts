/** The proxy in front of the emulator: each kind of fault with the effect that it claims, and none once it is told so. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";

import { expect, it, onTestFinished } from "vitest";

import { makeCosmosProxy } from "../../../../dev/chaos/stores/cosmos-proxy.ts";

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it has no port");
  return `http://127.0.0.1:${address.port}`;
}

/** What each request got, and whether the store behind did it. */
async function outcomesOf(count: number, rate: number, headers: Record<string, string> = {}) {
  let effects = 0;
  const target = await listening(
    createServer((request, response) => {
      request.resume();
      effects += 1;
      response.writeHead(200, { etag: "1" }).end("done");
    }),
  );
  const proxy = await listening(makeCosmosProxy({ target, rate, seed: 5 }));
  const outcomes = new Set<string>();
  let undisturbed = 0;
  for (let n = 0; n < count; n += 1) {
    const before = effects;
    const response = await fetch(`${proxy}/dbs/x`, { method: "PUT", body: "{}", headers }).catch(
      () => undefined,
    );
    await response?.body?.cancel();
    if (response?.status === 200) undisturbed += 1;
    outcomes.add(`${response?.status ?? "broken"} ${effects > before ? "done" : "not done"}`);
  }
  return { outcomes, undisturbed, proxy };
}

it("fails in every way, before and after the effect", async () => {
  const { outcomes, undisturbed } = await outcomesOf(60, 1, { "if-match": "1" });
  const expected = [
    "412 not done",
    "429 not done",
    "503 not done",
    "503 done",
    "broken not done",
    "broken done",
  ];
  expect([...outcomes].toSorted()).toEqual(expected.toSorted());
  expect(undisturbed).toBe(0);
});

it("tells nobody of a lost race who did not ask for one", async () => {
  const { outcomes } = await outcomesOf(60, 1);
  expect([...outcomes].some((one) => one.startsWith("412"))).toBe(false);
});

it("lets the others pass, and all of them once it is told to, and has counted", async () => {
  const { undisturbed, proxy } = await outcomesOf(200, 0.2);
  expect(undisturbed).toBeGreaterThan(130);
  expect(undisturbed).toBeLessThan(190);
  const counts: unknown = await (await fetch(`${proxy}/chaos`, { method: "DELETE" })).json();
  const met = Object.values(counts ?? {}).map(Number);
  expect(met.reduce((sum, one) => sum + one, 0)).toBe(200 - undisturbed);
  const after = await Promise.all(Array.from({ length: 40 }, () => fetch(`${proxy}/dbs/x`)));
  expect(after.every(({ status }) => status === 200)).toBe(true);
  expect(await after[0]?.text()).toBe("done");
});
