/**
 * The sweep's lease: while one sweeps, no other does, on whichever machine its timer rings. The platform promises
 * the same; this holds as well when it does not, and ends by itself with a process that died.
 */
import { MINUTE_MS } from "../../domain/time.ts";
import { contend } from "../contend.ts";
import type { Deps } from "../deps.ts";
import type { Saved, SweepLease } from "../ports.ts";

const LEASE_MS = 2 * MINUTE_MS;

export type Places = SweepLease["places"];

export interface HeldLease {
  /** Where whoever swept before stopped. */
  readonly places: Places;
  /** Takes it for another two minutes. False: somebody else has it by now. */
  renew(places: Places): Promise<boolean>;
  /** Gives it back, for the next one to go on from `places`. */
  release(places: Places): Promise<void>;
}

/** Undefined while somebody else has it. */
export async function takeLease(deps: Deps): Promise<HeldLease | undefined> {
  const { clock, random, store } = deps;
  const owner = Math.floor(random() * 36 ** 8).toString(36);
  const isHeld = ({ holder }: SweepLease): boolean =>
    holder !== undefined && holder.owner !== owner && holder.until > clock.now();
  let own: Saved<SweepLease> | undefined;

  /** After a lost race it looks who has it: it may be its own write, whose answer was lost. */
  const write = (change: (before: SweepLease) => SweepLease): Promise<boolean> =>
    contend(deps, "the sweep's lease", async () => {
      const before = own ?? (await store.sweeps.read());
      own = undefined;
      if (before !== undefined && isHeld(before.value)) return false;
      const value = change(before?.value ?? { places: {} });
      const version =
        before === undefined
          ? await store.sweeps.create(value)
          : await store.sweeps.replace(value, before.version);
      if (version === undefined) return "lost";
      own = { value, version };
      return true;
    });
  const hold = (places?: Places): Promise<boolean> =>
    write((before) => ({
      holder: { owner, until: clock.now() + LEASE_MS },
      places: places ?? before.places,
    }));

  if (!(await hold())) return undefined;
  return {
    places: own?.value.places ?? {},
    renew: hold,
    release: async (places) => {
      await write(() => ({ places }));
    },
  };
}
