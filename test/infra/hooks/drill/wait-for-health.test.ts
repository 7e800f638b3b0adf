/** After a deployment the app is waited for: it answers late, its roles and its secret are known later still. */
import { expect, it } from "vitest";

import { AzError } from "../../../../infra/hooks/cli/az-error.ts";
import { waitForHealth } from "../../../../infra/hooks/drill/wait-for-health.ts";
import { makeVirtualClock } from "../../../integration/smoke/virtual-clock.ts";

const URL = "https://func-abc.azurewebsites.net";
const well = Response.json({ status: "ok", problems: [], store: "ok", poison: {} });
const unwell = (problems: readonly string[], more = {}) =>
  Response.json({ status: "failing", problems, ...more }, { status: 503 });

const unresolved = unwell(["LINK_SIGNING_KEY is a Key Vault reference that was not resolved"]);

/** `answer` is given the seconds that have passed. */
function wait(answer: (afterS: number) => Response, refresh: () => void = () => {}) {
  const clock = makeVirtualClock();
  const said: string[] = [];
  const refreshed: number[] = [];
  const asked: string[] = [];
  const waiting = waitForHealth(URL, {
    clock,
    print: (line) => void said.push(line),
    refresh: async () => {
      refreshed.push(clock.waitedMs() / 1_000);
      refresh();
    },
    fetch: async (address) => {
      asked.push(new Request(address).url);
      return answer(clock.waitedMs() / 1_000).clone();
    },
  });
  return { waiting, clock, said, refreshed, asked };
}

it("goes on at once where the app is well, or only lacks a receiver", async () => {
  const degraded = Response.json({
    status: "degraded",
    problems: ["Receiver ops is disabled."],
    store: "ok",
  });
  for (const answer of [well, degraded]) {
    const { waiting, clock, said, asked } = wait(() => answer);
    await waiting;
    expect([clock.waitedMs(), said, asked]).toEqual([0, [], [`${URL}/api/health`]]);
  }
});

it("waits while the app starts and its roles spread, and says each reason once", async () => {
  const { waiting, clock, said, refreshed } = wait((afterS) => {
    if (afterS < 20) return new Response("Service Unavailable", { status: 503 });
    return afterS < 60 ? unwell(["The store does not answer."], { store: "failing" }) : well;
  });
  await waiting;
  expect(clock.waitedMs()).toBe(60_000);
  expect(said).toHaveLength(2);
  expect(said[0]).toMatch(/^Waiting for the app, up to five minutes: The app answers 503/);
  expect(said[1]).toBe("Waiting for the app, up to five minutes: The store does not answer.");
  expect(refreshed).toEqual([]);
});

it("asks for the references anew each minute while one is not resolved", async () => {
  const { waiting, refreshed } = wait((afterS) => (afterS < 125 ? unresolved : well));
  await waiting;
  expect(refreshed).toEqual([60, 120]);
});

it("goes on waiting where that could not be asked for, and says why", async () => {
  const busy = new AzError("other", "az rest: (TooManyRequests) Try later.");
  const { waiting, said, refreshed } = wait(
    (afterS) => (afterS < 125 ? unresolved : well),
    () => {
      throw busy;
    },
  );
  await waiting;
  expect(refreshed).toEqual([60, 120]);
  expect(said.slice(1)).toEqual(
    Array.from(
      { length: 2 },
      () => "Its references could not be read again (az rest: (TooManyRequests) Try later.).",
    ),
  );
});

it("ends at a fault of its own", async () => {
  const fault = new TypeError("no such method");
  const { waiting } = wait(
    () => unresolved,
    () => {
      throw fault;
    },
  );
  await expect(waiting).rejects.toBe(fault);
});

it("gives up after five minutes, with the app's own words and what to type", async () => {
  const { waiting, clock } = wait(() => unwell(["The queues do not answer."], { store: "ok" }));
  await expect(waiting).rejects.toThrow(
    /^The app is not well five minutes after its deployment\. The queues do not answer\.\n(.*\n)+ {4}azd hooks run postdeploy\n.*docs\/operations\.md/,
  );
  expect(clock.waitedMs()).toBe(300_000);
});
