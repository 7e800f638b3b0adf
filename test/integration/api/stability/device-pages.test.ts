import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Store } from "../../../../functions/application/ports.ts";
import { deviceRow } from "../../../../functions/domain/device.ts";
import type { StateName } from "../../../../functions/domain/connection.ts";
import { deviceKey, identityKey } from "../../../../functions/domain/identity.ts";
import type { Identity } from "../../../../functions/domain/identity.ts";
import { makeApi } from "../api.ts";
import { STATES, connection } from "../seed.ts";
import { makeDisturbed } from "./between.ts";
import { ENGINES, useEmulator } from "./engines.ts";

useEmulator();

interface Change {
  readonly identity: Identity;
  readonly state: StateName;
}

const identity: fc.Arbitrary<Identity> = fc
  .record({
    hub: fc.constantFrom("h", "h-2"),
    deviceId: fc.constantFrom("a", "b", "b-", "b!", "%62", "gw", "gw'", "z"),
    moduleId: fc.constantFrom(undefined, "$edgeAgent", "$edgeHub", "m"),
  })
  .map(({ moduleId, ...device }) => (moduleId === undefined ? device : { ...device, moduleId }));
const state = fc.constantFrom<StateName>("online", "online", "offline", "offline", "suspect", "deleted");
const change: fc.Arbitrary<Change> = fc.record({ identity, state });
const query = fc.constantFrom<{ state?: StateName; hub?: string }>(
  {},
  { state: "offline" },
  { state: "online" },
  { hub: "h" },
  { hub: "h-2", state: "offline" },
);

/** What the fleet is by every write so far, and the rows that fitted the query ever since they were watched. */
function makeModel(filter: { readonly state?: StateName; readonly hub?: string }) {
  const states = new Map<string, Change>();
  const listed = (): Set<string> => {
    const devices = Map.groupBy(states.values(), (one) => deviceKey(one.identity));
    const fitting = [...devices].filter(([, changes]) => {
      const row = deviceRow(changes.map((one) => connection(one.identity, STATES[one.state])));
      const isAsked = filter.state === undefined ? row.state !== "deleted" : row.state === filter.state;
      return isAsked && (filter.hub === undefined || filter.hub === row.hub);
    });
    return new Set(fitting.map(([key]) => key));
  };
  let throughout: ReadonlySet<string> = new Set();
  return {
    apply: (one: Change) => {
      states.set(identityKey(one.identity), one);
      const now = listed();
      throughout = new Set([...throughout].filter((key) => now.has(key)));
    },
    watch: () => (throughout = listed()),
    throughout: () => throughout,
  };
}

async function write(store: Store, one: Change): Promise<void> {
  const next = connection(one.identity, STATES[one.state]);
  const saved = await store.connections.read(one.identity);
  await (saved === undefined
    ? store.connections.create(next)
    : store.connections.replace(next, saved.version));
}

describe.each(ENGINES)("the pages of devices, on $name", ({ open, numRuns }) => {
  test("have whoever was there all the time once, whatever is written between and within them", async () => {
    const shares = fc
      .array(fc.nat(3), { minLength: 1, maxLength: 4 })
      .filter((all) => all.some((one) => one > 0));
    const changes = (maxLength: number) => fc.array(change, { maxLength, size: "max" });
    await fc.assert(
      fc.asyncProperty(
        query,
        changes(40),
        changes(20),
        shares,
        fc.integer({ min: 1, max: 5 }),
        async (filter, before, during, parts, top) => {
          const store = await open();
          const model = makeModel(filter);
          const perform = async (one: Change): Promise<void> => {
            await write(store, one);
            model.apply(one);
          };
          for (const one of before) await perform(one);
          model.watch();
          const writes = during.map((one) => () => perform(one));
          const disturbed = makeDisturbed(store, writes, parts);
          const api = makeApi({ store: disturbed });
          const search = new URLSearchParams({ ...filter, top: String(top) });
          const rows = (await api.pages(`/api/devices?${search.toString()}`)).flat();
          const keys = rows.map(({ hub, deviceId }) =>
            deviceKey({ hub: String(hub), deviceId: String(deviceId) }),
          );
          expect(keys).toEqual([...new Set(keys)].toSorted());
          expect(keys).toEqual(expect.arrayContaining([...model.throughout()]));
          await store.close();
        },
      ),
      { numRuns },
    );
  });
});
