import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Store } from "../../../../functions/application/ports.ts";
import type { Incident, IncidentState } from "../../../../functions/domain/incident.ts";
import { makeApi } from "../api.ts";
import { NINE, incident } from "../seed.ts";
import { makeDisturbed } from "./between.ts";
import { ENGINES, useEmulator } from "./engines.ts";

useEmulator();

const STATES = {
  open: { name: "open" },
  ending: { name: "ending" },
  resolved: { name: "resolved", at: NINE, outcome: "recovered" },
} as const satisfies Record<string, IncidentState>;

/** Its number says its group and when it was opened: several at the same moment. */
const change = fc.record({
  number: fc.nat(15),
  state: fc.constantFrom("open", "open", "ending", "ending", "resolved"),
});
type Change = { readonly number: number; readonly state: keyof typeof STATES };

function incidentOf({ number, state }: Change): Incident {
  return incident(`g${number}!i`, { openedAt: NINE + (number % 4), state: STATES[state] });
}

async function write(store: Store, next: Incident): Promise<void> {
  const saved = await store.incidents.read(next.id);
  await (saved === undefined ? store.incidents.create(next) : store.incidents.replace(next, saved.version));
}

const shares = fc
  .array(fc.nat(3), { minLength: 1, maxLength: 4 })
  .filter((all) => all.some((one) => one > 0));

describe.each(ENGINES)("the pages of incidents, on $name", ({ open, numRuns }) => {
  test("have each that was there all the time once, newest first", async () => {
    const query = fc.constantFrom(undefined, "open", "resolved");
    const changes = (maxLength: number) => fc.array(change, { maxLength, size: "max" });
    await fc.assert(
      fc.asyncProperty(
        query,
        changes(25),
        changes(15),
        shares,
        fc.integer({ min: 1, max: 4 }),
        async (asked, before, during, parts, top) => {
          const store = await open();
          const fits = ({ state }: Change): boolean =>
            asked === undefined || (state === "resolved") === (asked === "resolved");
          const now = new Map(before.map((one) => [one.number, one]));
          for (const one of now.values()) await write(store, incidentOf(one));
          const throughout = new Set([...now.values()].filter(fits).map((one) => incidentOf(one).id));
          const writes = during.map((one) => async () => {
            await write(store, incidentOf(one));
            if (!fits(one)) throughout.delete(incidentOf(one).id);
          });
          const api = makeApi({ store: makeDisturbed(store, writes, parts) });
          const state = asked === undefined ? "" : `&state=${asked}`;
          const rows = (await api.pages(`/api/incidents?top=${top}${state}`)).flat();
          const places = rows.map(({ openedAt, id }) => `${String(openedAt)} ${String(id)}`);
          expect(places).toEqual([...new Set(places)].toSorted().toReversed());
          expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining([...throughout]));
          await store.close();
        },
      ),
      { numRuns },
    );
  });

  test("of rejected events have each once, while more are rejected", async () => {
    const store = await open();
    const keep = async (number: number): Promise<void> => {
      const id = `${new Date(NINE + number).toISOString()}-0`;
      const event = { id, at: NINE + number, reason: "notJson", detail: "", body: "{", truncated: false };
      await store.rejected.keep({ ...event, origin: id });
    };
    for (let number = 0; number < 9; number += 1) await keep(number);
    const first = (await makeApi({ store }).pages("/api/rejected")).flat();
    const writes = Array.from({ length: 9 }, (_, number) => () => keep(10 + number));
    const disturbed = makeDisturbed(store, writes, [0, 1]);
    const rows = (await makeApi({ store: disturbed }).pages("/api/rejected?top=2")).flat();
    expect(rows).toEqual(first);
    await store.close();
  });
});
