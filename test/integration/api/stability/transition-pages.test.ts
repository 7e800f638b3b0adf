import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Transition } from "../../../../functions/domain/transition.ts";
import { makeApi } from "../api.ts";
import { NINE, STATES, connection, device, sequence } from "../seed.ts";
import { makeDisturbed } from "./between.ts";
import { ENGINES, useEmulator } from "./engines.ts";
import { makeDeviceLife } from "./device-life.ts";

useEmulator();

const PATH = "/api/devices/d/transitions";
const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ name: "event" } as const) },
  { weight: 1, arbitrary: fc.constant({ name: "hidden" } as const) },
  { weight: 3, arbitrary: fc.constant({ name: "settle" } as const) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(30, 300, 300, 90_000).map((seconds) => ({ name: "wait", seconds }) as const),
  },
);
const shares = fc
  .array(fc.nat(6), { minLength: 1, maxLength: 4 })
  .filter((all) => all.some((one) => one > 0));

describe.each(ENGINES)("the pages of a history, on $name", ({ open, numRuns }) => {
  test("have every event that was there once, while others come, timers run and the oldest are put away", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 90, size: "max" }),
        fc.array(step, { maxLength: 60, size: "max" }),
        shares,
        fc.oneof(fc.constantFrom(1, 2), fc.integer({ min: 3, max: 9 })),
        async (before, during, parts, top) => {
          const store = await open();
          const life = makeDeviceLife(store);
          for (const one of before) await life.perform(one);
          const there = life.causes();
          const writes = during.map((one) => () => life.perform(one));
          const disturbed = makeDisturbed(store, writes, parts);
          const api = makeApi({ store: disturbed, clock: { now: life.now } });
          const pages = there.length === 0 ? [] : await api.pages(`${PATH}?top=${top}`);
          const causes = pages.flat().map(({ cause }) => cause);
          expect(causes).toEqual([...new Set(causes)]);
          expect(causes.filter((cause) => there.includes(String(cause)))).toEqual(there.toReversed());
          for (const page of pages.slice(0, -1)) expect(page).toHaveLength(top);
          await store.close();
        },
      ),
      // These lives are long.
      { numRuns: numRuns / 2 },
    );
  });

  test("do not repeat a row that is confirmed while they are read", async () => {
    const store = await open();
    const life = makeDeviceLife(store);
    await life.perform({ name: "event" });
    await life.perform({ name: "event" });
    const api = makeApi({ store, clock: { now: life.now } });
    const first = await api.page(`${PATH}?top=1`);
    expect(first.value).toMatchObject([{ state: "suspect" }]);
    await life.perform({ name: "wait", seconds: 300 });
    expect((await api.page(PATH)).value).toMatchObject([{ state: "offline" }, { state: "online" }]);
    expect((await api.pages(first.nextLink ?? "")).flat()).toMatchObject([{ state: "online" }]);
    await store.close();
  });

  test("do not miss what is put away above the place that they have come to", async () => {
    const store = await open();
    const archive = [rowAt(1), rowAt(-10_000)];
    const owed = { since: NINE, records: [], archive, incident: false };
    await store.connections.create(connection(device("d"), STATES.online, { owed }));
    for (let seconds = 0; seconds < 120; seconds += 1) await store.transitions.record(rowAt(-seconds));
    const api = makeApi({ store });
    const rows = [];
    let link: string | undefined = `${PATH}?top=20`;
    for (let page = 1; link !== undefined; page += 1) {
      const { value, nextLink }: Page = await api.page(link);
      rows.push(...value);
      link = nextLink;
      if (page !== 4) continue;
      await store.transitions.archive(archive);
      const saved = await store.connections.read(device("d"));
      await store.connections.replace(connection(device("d"), STATES.online), saved?.version ?? "");
    }
    expect(rows).toHaveLength(122);
    expect(rows.at(-1)).toMatchObject({ cause: rowAt(-10_000).cause });
    await store.close();
  });
});

type Page = Awaited<ReturnType<ReturnType<typeof makeApi>["page"]>>;

/** A connect, that many seconds after nine. */
function rowAt(seconds: number): Transition {
  const at = NINE + seconds * 1_000;
  return {
    identity: device("d"),
    state: "online",
    at,
    cause: sequence(20_000 + seconds),
    noticedAt: at,
    source: "event",
  };
}
