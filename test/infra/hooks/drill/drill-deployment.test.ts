/** The drill after a deployment waits out what is the platform's, and nothing else. */
import { describe, expect, it } from "vitest";

import { drillDeployment } from "../../../../infra/hooks/drill/drill-deployment.ts";
import { makeVirtualClock } from "../../../integration/smoke/virtual-clock.ts";

const look = { width: 110, paint: (_: unknown, text: string) => text };

/** An app that takes the key only after that long; it passes every drill, or fails it. */
function drill(afterMs: number, state: "passed" | "failed" = "passed") {
  const clock = makeVirtualClock();
  const asked: string[] = [];
  const at = new Date(clock.now()).toISOString();
  const hops = ["events", "deadlines", "notifications"].map((name) => ({ name, at }));
  const answer = (path: string): Response => {
    if (path === "/api/health") return Response.json({ status: "ok", problems: [], store: "ok", poison: {} });
    if (clock.waitedMs() < afterMs) return new Response("", { status: 401 });
    if (path === "/api/drill") return Response.json({ id: "d1" }, { status: 202 });
    if (path.startsWith("/api/drill/"))
      return Response.json({ id: "d1", state, requestedAt: at, hops, deliveries: [] });
    if (path.startsWith("/api/summary")) return Response.json({ identities: { byHub: {} }, asOf: at });
    return Response.json({ value: [] });
  };
  const following = drillDeployment({
    url: "https://func-abc.azurewebsites.net",
    key: "a-key",
    receivers: [],
    clock,
    look,
    fetch: async (address) => {
      const { pathname } = new URL(new Request(address).url);
      asked.push(pathname);
      return answer(pathname);
    },
  });
  return { following, clock, asked };
}

describe("a key that is not known everywhere yet", () => {
  it("is tried again, and the report is that of the last attempt", async () => {
    const { following } = drill(30_000);
    const { outcome, lines } = await following;
    expect(outcome).toMatchObject({ passed: true, trouble: null });
    expect(lines.filter((line) => line.startsWith("Linewatch at"))).toHaveLength(1);
    expect(lines.join("\n")).not.toContain("401");
  });

  it("is a failure after two minutes", async () => {
    const { following, clock } = drill(Infinity);
    const { outcome } = await following;
    expect(outcome).toMatchObject({ passed: false, trouble: "keyRefused" });
    expect(clock.waitedMs()).toBe(120_000);
  });
});

it("a drill that fails is not repeated: its receivers have been told", async () => {
  const { following, asked } = drill(0, "failed");
  const { outcome } = await following;
  expect(outcome.passed).toBe(false);
  expect(asked.filter((path) => path === "/api/drill")).toHaveLength(1);
});
