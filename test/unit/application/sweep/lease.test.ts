import { describe, expect, test } from "vitest";
import { TransientError } from "../../../../functions/application/ports.ts";
import type { Store, SweepLease } from "../../../../functions/application/ports.ts";
import { takeLease } from "../../../../functions/application/sweep/lease.ts";
import type { HeldLease } from "../../../../functions/application/sweep/lease.ts";
import { MINUTE_MS } from "../../../../functions/domain/time.ts";
import { T0 } from "../../domain/histories.ts";
import { makeSetting } from "../setting.ts";
import type { Setting } from "../setting.ts";

const LEASE_MS = 2 * MINUTE_MS;

async function take(setting: Setting): Promise<HeldLease> {
  const lease = await takeLease(setting.deps);
  if (lease === undefined) throw new Error("somebody else has it");
  return lease;
}

async function stored({ store }: Setting): Promise<SweepLease | undefined> {
  return (await store.sweeps.read())?.value;
}

/** The `nth` write takes place, and its answer is lost. */
function losingAnswer(nth: number): (store: Store) => Store {
  let writes = 0;
  const write = async <T>(work: () => Promise<T>): Promise<T> => {
    const answer = await work();
    if ((writes += 1) === nth) throw new TransientError("the answer was lost");
    return answer;
  };
  return (store) => ({
    ...store,
    sweeps: {
      ...store.sweeps,
      create: (lease) => write(() => store.sweeps.create(lease)),
      replace: (lease, version) => write(() => store.sweeps.replace(lease, version)),
    },
  });
}

describe("the sweep's lease", () => {
  test("is had by one of many who want it at once", async () => {
    const setting = makeSetting();
    const leases = await Promise.all(Array.from({ length: 8 }, () => takeLease(setting.deps)));
    expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
    expect((await stored(setting))?.holder?.until).toBe(T0 + LEASE_MS);
  });

  test("of somebody who died is taken over when it has run out, not before", async () => {
    const setting = makeSetting();
    const dead = await take(setting);
    setting.now += LEASE_MS - 1;
    expect(await takeLease(setting.deps)).toBeUndefined();
    setting.now += 1;
    expect(await takeLease(setting.deps)).toBeDefined();
    expect(await dead.renew({ overdue: T0 })).toBe(false);
    await dead.release({ overdue: T0 });
    expect(await stored(setting)).toMatchObject({ holder: {}, places: {} });
  });

  test("lasts two minutes from each renewal, which keeps the places", async () => {
    const setting = makeSetting();
    const lease = await take(setting);
    setting.now += MINUTE_MS;
    expect(await lease.renew({ overdue: T0 - 7 })).toBe(true);
    expect(await stored(setting)).toMatchObject({
      holder: { until: T0 + MINUTE_MS + LEASE_MS },
      places: { overdue: T0 - 7 },
    });
    setting.now += LEASE_MS;
    expect((await take(setting)).places).toEqual({ overdue: T0 - 7 });
  });

  test("that was given back is free at once, and the next one goes on from the places", async () => {
    const setting = makeSetting();
    const lease = await take(setting);
    await lease.release({ owing: T0 });
    expect(await stored(setting)).toEqual({ places: { owing: T0 } });
    expect((await take(setting)).places).toEqual({ owing: T0 });
  });

  test.each([
    ["taken", 1],
    ["renewed", 2],
    ["given back", 3],
  ])("is one's own though the answer was lost when it was %s", async (_, nth) => {
    const setting = makeSetting(losingAnswer(nth));
    const lease = await take(setting);
    expect(await lease.renew({})).toBe(true);
    await lease.release({});
    expect(await stored(setting)).toEqual({ places: {} });
  });
});
