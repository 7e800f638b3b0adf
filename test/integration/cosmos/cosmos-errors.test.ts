/** What Cosmos DB's refusals, and its silence, become: an outcome, a wait, or something to come back for. */
import { afterEach, describe, expect, it } from "vitest";
import { ThrottledError } from "../../../functions/adapters/cosmos/errors.ts";
import { makeCosmosStore } from "../../../functions/adapters/cosmos/cosmos-store.ts";
import { TransientError, type Store } from "../../../functions/application/ports.ts";
import { connectionOf, device, rejectedOf, T0, transitionOf } from "../../contract/store/samples.ts";
import { startScriptedCosmos, type Instruction, type ScriptedCosmos } from "./scripted-cosmos.ts";

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function openStore(...script: Instruction[]): Promise<{ store: Store; cosmos: ScriptedCosmos }> {
  const cosmos = await startScriptedCosmos(...script);
  const store = await makeCosmosStore({
    endpoint: cosmos.endpoint,
    database: "linewatch",
    auth: { key: "a2V5" },
  });
  closing.push(
    () => store.close(),
    () => cosmos.stop(),
  );
  return { store, cosmos };
}

/** The error of what must fail. */
async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const throttled = (ms: number): Instruction => ({
  status: 429,
  headers: { "x-ms-retry-after-ms": String(ms) },
});
const created: Instruction = {
  status: 201,
  headers: { etag: "e1" },
  body: JSON.stringify({ id: "x", pk: "x" }),
};
const notFound = (substatus: number): Instruction => ({
  status: 404,
  headers: { "x-ms-substatus": String(substatus) },
});

const replaceOne = (store: Store) => store.connections.replace(connectionOf(device), "e0");
const createOne = (store: Store) => store.connections.create(connectionOf(device));

describe("Cosmos DB throttling", () => {
  it("is waited for as told, and then done", async () => {
    const { store, cosmos } = await openStore(throttled(150), throttled(120), created);
    expect(await createOne(store)).toBe("e1");
    const [first, second, third] = cosmos.requests.map(({ at }) => at);
    if (first === undefined || second === undefined || third === undefined)
      throw new Error("three are expected");
    expect(second - first).toBeGreaterThanOrEqual(145);
    expect(third - second).toBeGreaterThanOrEqual(115);
  });

  it("is not waited for beyond 5 s: whoever asked is told how long", async () => {
    const { store, cosmos } = await openStore(throttled(50), throttled(4_960));
    const began = Date.now();
    const error = await failure(replaceOne(store));
    expect(error).toBeInstanceOf(ThrottledError);
    expect(error).toMatchObject({ name: "TransientError", retryAfterMs: 4_960 });
    expect(Date.now() - began).toBeLessThan(2_000);
    expect(cosmos.requests).toHaveLength(2);
  });

  it("of a query is waited for too", async () => {
    const { store, cosmos } = await openStore(throttled(30), {
      status: 200,
      body: '{"Documents":[],"_count":0}',
    });
    expect(await store.connections.overdue(T0, 10)).toEqual([]);
    expect(cosmos.requests).toHaveLength(2);
  });
});

describe("a write to Cosmos DB that met another", () => {
  it.each([412, 404, 449])("is a lost race when a replace gets %i", async (status) => {
    const { store } = await openStore({ status });
    expect(await replaceOne(store)).toBeUndefined();
  });

  it("is a lost race when a create gets 409", async () => {
    const { store } = await openStore({ status: 409 });
    expect(await createOne(store)).toBeUndefined();
  });

  it("says nothing of what exists when a create gets 449", async () => {
    const { store, cosmos } = await openStore({ status: 449 });
    expect(await failure(createOne(store))).toBeInstanceOf(TransientError);
    expect(cosmos.requests.length).toBeGreaterThan(1);
    expect(await failure(store.rejected.keep(rejectedOf(T0)))).toBeInstanceOf(TransientError);
    expect(await failure(store.transitions.record(transitionOf(device, T0, "offline")))).toBeInstanceOf(
      TransientError,
    );
  });

  it("sends the version that was read, and an expiry only where there is one", async () => {
    const { store, cosmos } = await openStore({ ...created, status: 200 });
    await replaceOne(store);
    const deleted = connectionOf(device, { state: { name: "deleted", at: T0 } });
    await store.connections.replace(deleted, "e0");
    const [first, second] = cosmos.requests;
    expect(first?.method).toBe("PUT");
    expect(first?.headers["if-match"]).toBe("e0");
    expect(JSON.parse(first?.body ?? "")).not.toHaveProperty("ttl");
    expect(JSON.parse(second?.body ?? "")).toHaveProperty("ttl", 400 * 86_400);
  });
});

describe("a Cosmos DB that gives no definite answer", () => {
  const writes: [string, (store: Store) => Promise<unknown>][] = [
    ["create", createOne],
    ["replace", replaceOne],
  ];

  it.each(writes)("breaks the connection during a %s: transient, and not sent twice", async (_, write) => {
    const { store, cosmos } = await openStore("break");
    expect(await failure(write(store))).toBeInstanceOf(TransientError);
    expect(cosmos.requests).toHaveLength(1);
  });

  it("breaks the connection during a read: read again", async () => {
    const { store, cosmos } = await openStore("break", notFound(0));
    expect(await store.connections.read(device)).toBeUndefined();
    expect(cosmos.requests).toHaveLength(2);
  });

  it.each<Instruction>([
    { status: 503 },
    { status: 503, body: "" },
    { status: 502, body: "<html>bad gateway</html>" },
    { status: 408 },
    { status: 410 },
    { status: 500 },
    { status: 401 },
    { status: 403 },
    notFound(1002),
    notFound(1003),
  ])("answers %j: transient, for reads and writes alike", async (instruction) => {
    const { store } = await openStore(instruction);
    expect(await failure(store.connections.read(device))).toBeInstanceOf(TransientError);
    expect(await failure(replaceOne(store))).toBeInstanceOf(TransientError);
    expect(await failure(createOne(store))).toBeInstanceOf(TransientError);
    expect(await failure(store.connections.overdue(T0, 1))).toBeInstanceOf(TransientError);
    expect(await failure(store.ping())).toBeInstanceOf(TransientError);
  });

  it("is gone: transient at once", async () => {
    const { store, cosmos } = await openStore("break");
    await cosmos.stop();
    const began = Date.now();
    expect(await failure(store.connections.read(device))).toBeInstanceOf(TransientError);
    expect(await failure(createOne(store))).toBeInstanceOf(TransientError);
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  it("never answers: transient after 5 s, for reads, writes and queries", async () => {
    const { store } = await openStore("hang");
    const began = Date.now();
    const works = [
      store.connections.read(device),
      replaceOne(store),
      createOne(store),
      store.connections.overdue(T0, 1),
    ];
    for (const error of await Promise.all(works.map(failure))) expect(error).toBeInstanceOf(TransientError);
    expect(Date.now() - began).toBeGreaterThan(4_500);
    expect(Date.now() - began).toBeLessThan(7_000);
  });
});

describe("a request that Cosmos DB finds wrong", () => {
  it("is a fault of ours, which coming back does not mend", async () => {
    const { store } = await openStore({ status: 400 });
    const error = await failure(replaceOne(store));
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(TransientError);
  });
});
