import { expect, it } from "vitest";

import { countingEngine } from "../../../bench/calls/counting-engine.ts";
import type { StoreCall } from "../../../bench/calls/counting-engine.ts";
import { makeSqliteEngine } from "../../../functions/adapters/sqlite/sqlite-store.ts";

it("notes each call once, and answers as the engine does", async () => {
  const calls: StoreCall[] = [];
  const engine = countingEngine(makeSqliteEngine({ path: ":memory:" }), (call) => calls.push(call));
  const container = engine.container("connections");
  const body = { id: "a", pk: "p", v: 1 };

  const version = await container.create(body);
  expect(version).toBeDefined();
  expect(await container.replace(body, "none of its versions")).toBeUndefined();
  expect((await container.read("p", "a"))?.version).toBe(version);
  expect(await container.query({ partition: "p", orderBy: "id", limit: 1 })).toHaveLength(1);
  const where = [{ field: "incident", is: "=", value: "i" }] as const;
  expect(await container.query({ where, orderBy: "id", limit: 1 })).toHaveLength(0);
  expect(await container.count()).toBe(1);

  expect(calls).toEqual([
    { kind: "write", what: "create connections", partition: "p" },
    { kind: "write", what: "replace connections", partition: "p" },
    { kind: "read", what: "read connections", partition: "p" },
    { kind: "query", what: "query connections by nothing in one partition", documents: 1 },
    { kind: "query", what: "query connections by incident across partitions", documents: 0 },
    { kind: "query", what: "count connections" },
  ]);
  await engine.close();
});
