import { describe, expect, test } from "vitest";

import type { Transition } from "../../../functions/domain/transition.ts";
import { makeApi } from "./api.ts";
import { NINE, STATES, connection, device, event, sequence } from "./seed.ts";

const PATH = "/api/devices/d/transitions";
const MINUTE = 60_000;

function record(state: Transition["state"], number: number, at: number, more: Partial<Transition> = {}) {
  const cause = state === "deleted" ? {} : { cause: sequence(number) };
  const same = { identity: device("d"), state, at, noticedAt: at + 2_000, source: "event" } as const;
  return { ...same, ...cause, ...more } satisfies Transition;
}

describe("the transitions of a device", () => {
  test("are the recorded ones and those of the kept events, newest first and each once", async () => {
    const api = makeApi();
    const recent = [
      event("connected", 3, NINE - 30 * MINUTE),
      event("disconnected", 4, NINE - 20 * MINUTE),
      event("connected", 5, NINE - 10 * MINUTE),
      event("disconnected", 6, NINE - MINUTE),
    ];
    await api.seed(connection(device("d"), STATES.suspect, { recent }));
    await api.store.transitions.archive([record("online", 1, NINE - 90 * MINUTE)]);
    await api.store.transitions.record(record("offline", 4, NINE - 20 * MINUTE));
    const { value } = await api.page(PATH);
    expect(value.map(({ state, cause }) => [state, cause])).toEqual([
      ["suspect", sequence(6)],
      ["online", sequence(5)],
      ["offline", sequence(4)],
      ["online", sequence(3)],
      ["online", sequence(1)],
    ]);
    expect(value[2]).toEqual({
      state: "offline",
      at: "2026-11-21T08:40:00.000Z",
      noticedAt: "2026-11-21T08:40:02.000Z",
      cause: sequence(4),
      source: "event",
      life: 1,
      hidden: false,
      retractedAt: null,
    });
  });

  test("a recorded one that was retracted stays, and says so", async () => {
    const api = makeApi();
    await api.seed(connection(device("d"), STATES.online));
    await api.store.transitions.record(record("offline", 2, NINE, { retractedAt: NINE + MINUTE }));
    expect((await api.page(PATH)).value).toMatchObject([{ retractedAt: "2026-11-21T09:01:00.000Z" }]);
  });

  test("belong to the life in which they happened", async () => {
    const api = makeApi();
    await api.seed(
      connection(device("d"), STATES.online, { recent: [event("connected", 1, NINE + MINUTE)] }),
    );
    await api.store.transitions.record(record("offline", 9, NINE - 3 * MINUTE));
    await api.store.transitions.record(record("deleted", 0, NINE - 2 * MINUTE));
    await api.store.transitions.record(record("offline", 1, NINE - MINUTE));
    await api.store.transitions.record(record("deleted", 0, NINE));
    const { value } = await api.page(PATH);
    expect(value.map(({ state, life }) => [state, life])).toEqual([
      ["online", 3],
      ["deleted", 2],
      ["offline", 2],
      ["deleted", 1],
      ["offline", 1],
    ]);
  });

  test("a tombstone that is not recorded yet ends a life too", async () => {
    const api = makeApi();
    const recent = [event("connected", 1, NINE + MINUTE)];
    await api.seed(connection(device("d"), STATES.online, { recent, tombstone: { at: NINE } }));
    expect((await api.page(PATH)).value).toMatchObject([{ state: "online", life: 2 }]);
  });

  test.each([1, 2, 3, 7, 50])("come whole and in order over pages of %i", async (top) => {
    const api = makeApi();
    const events = Array.from({ length: 12 }, (_, index) =>
      event(index % 2 === 0 ? "connected" : "disconnected", 100 + index, NINE - (12 - index) * 7 * MINUTE),
    );
    await api.seed(connection(device("d"), STATES.online, { recent: events }));
    await api.store.transitions.archive(
      Array.from({ length: 10 }, (_, index) => record("online", index + 1, NINE - (200 - index) * MINUTE)),
    );
    // Recorded among the kept events, before them, and one of them again.
    for (const minutes of [30, 60, 150, 195]) {
      await api.store.transitions.record(record("offline", 50, NINE - minutes * MINUTE));
    }
    await api.store.transitions.record(record("offline", 101, NINE - 77 * MINUTE));
    const pages = await api.pages(`${PATH}?top=${top}`);
    const shown = pages.flat().map(({ at, state, cause }) => JSON.stringify([at, cause, state]));
    expect(shown).toEqual(shown.toSorted().toReversed());
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown).toHaveLength(26);
    for (const page of pages) expect(page.length).toBeLessThanOrEqual(top);
  });

  test("a page link of one device is no good for another", async () => {
    const api = makeApi();
    await api.seed(connection(device("d"), STATES.online), connection(device("e"), STATES.online));
    for (const number of [1, 2]) await api.store.transitions.record(record("offline", number, NINE + number));
    const { nextLink = "" } = await api.page(`${PATH}?top=1`);
    expect((await api.page(nextLink)).value).toHaveLength(1);
    expect((await api.get(nextLink.replace("/d/", "/e/"))).status).toBe(400);
  });

  test("those of a module are its own", async () => {
    const api = makeApi();
    const identity = { ...device("d"), moduleId: "m" };
    await api.seed(
      connection(device("d"), STATES.online, { recent: [event("connected", 3, NINE + 1)] }),
      connection(identity, STATES.online, { recent: [event("connected", 4, NINE + 1)] }),
    );
    await api.store.transitions.record(record("offline", 1, NINE));
    await api.store.transitions.record({ ...record("offline", 2, NINE), identity });
    const causes = async (path: string) => (await api.page(path)).value.map(({ cause }) => cause);
    expect(await causes("/api/devices/d/modules/m/transitions")).toEqual([sequence(4), sequence(2)]);
    expect(await causes(PATH)).toEqual([sequence(3), sequence(1)]);
    expect((await api.get("/api/devices/d/modules/n/transitions")).status).toBe(404);
  });
});
