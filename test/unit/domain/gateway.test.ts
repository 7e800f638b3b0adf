import { describe, expect, test } from "vitest";
import type { Connection, Membership } from "../../../functions/domain/connection.ts";
import { unknownConnection } from "../../../functions/domain/decide.ts";
import { withEdgeModule } from "../../../functions/domain/gateway.ts";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import type { EdgeModule } from "../../../functions/domain/topology.ts";
import { IDENTITY, T0 } from "./histories.ts";

const NOW = T0 + 30 * MINUTE_MS;
const IN: EdgeModule = { out: false };
const OUT: EdgeModule = { out: true, since: T0, incident: "i", returnedAt: T0 - 9 };

const device = (more: Partial<Connection> = {}): Connection => ({ ...unknownConnection(IDENTITY), ...more });
const become = (before: Connection, module: "agent" | "hub", is: EdgeModule | undefined): Connection =>
  withEdgeModule(before, module, NOW, () => is);

describe("a gateway's own document", () => {
  test("hears of each of its system modules, and keeps what it knows of the other", () => {
    const one = become(device(), "agent", OUT);
    expect(one.edge).toEqual({ agent: OUT });
    const both = become(one, "hub", IN);
    expect(both.edge).toEqual({ agent: OUT, hub: IN });
    expect(become(both, "agent", IN).edge).toEqual({ agent: IN, hub: IN });
  });

  test("is asked what it knows of that module, and not of the other", () => {
    const known: (EdgeModule | undefined)[] = [];
    const before = device({ edge: { hub: OUT } });
    for (const module of ["hub", "agent"] as const) {
      withEdgeModule(before, module, NOW, (one) => {
        known.push(one);
        return one;
      });
    }
    expect(known).toEqual([OUT, undefined]);
  });

  test.each<[string, Partial<EdgeModule>]>([
    ["it is out", { out: false }],
    ["since when", { since: T0 + 1 }],
    ["in which incident", { incident: "j" }],
    ["when it came back last", { returnedAt: T0 }],
  ])("is another as soon as it is another one: whether %s", (_title, change) => {
    const before = device({ edge: { hub: OUT } });
    expect(become(before, "hub", { ...OUT, ...change })).not.toBe(before);
    expect(become(before, "hub", { ...OUT })).toBe(before);
  });

  test("does not change by a module that it does not know and that is no more", () => {
    const before = device({ edge: { hub: OUT } });
    expect(become(before, "agent", undefined)).toBe(before);
  });

  test("forgets a module that is no more, and that it was a gateway with the last of them", () => {
    const one = become(device({ edge: { agent: IN, hub: OUT } }), "hub", undefined);
    expect(one.edge).toEqual({ agent: IN, hub: undefined });
    const none = become(one, "agent", undefined);
    expect(none).toEqual(device());
    expect(none.edge).toBeUndefined();
  });
});

describe("what alerted before it was known to be a gateway", () => {
  const part: Membership = { id: "contoso-hub!pump-1!000001", outAt: T0, noticedAt: T0 + 1 };
  const left = { goneAt: NOW, goneFor: "gateway" };

  test("leaves its incident, which is owed to look", () => {
    const after = become(device({ incidents: { outage: part } }), "hub", IN);
    expect(after.incidents.outage).toEqual({ ...part, ...left });
    expect(after.owed).toEqual({ since: NOW, records: [], archive: [], incident: true });
  });

  test("leaves its incident of flapping, which is owed to look, and no other", () => {
    const after = become(device({ incidents: { flapping: part } }), "hub", IN);
    expect(after.incidents.flapping).toEqual({ ...part, ...left });
    expect(after.owed).toEqual({ since: NOW, records: [], archive: [], incident: false, flapping: true });
  });

  test("leaves neither twice, and owes nothing where it was in none", () => {
    const past = { outage: { ...part, backAt: T0 + 2 }, flapping: { ...part, goneAt: T0 + 2 } };
    for (const incidents of [past, {}]) {
      const after = become(device({ incidents }), "hub", IN);
      expect(after.incidents).toEqual(incidents);
      expect(after.owed).toBeUndefined();
    }
  });

  test("keeps what it owed before", () => {
    const owed = { since: T0, records: [], archive: [], incident: false, flapping: true } as const;
    const after = become(device({ incidents: { outage: part }, owed }), "hub", IN);
    expect(after.owed).toEqual({ ...owed, incident: true });
  });

  test("waits for nothing any more", () => {
    const held = { outAt: T0, until: NOW + 9 };
    const after = become(device({ held, wakeAt: NOW + 9 }), "agent", IN);
    expect([after.held, after.wakeAt]).toEqual([undefined, undefined]);
  });
});
