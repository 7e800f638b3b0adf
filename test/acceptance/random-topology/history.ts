/** What truly happens to a fleet: sites, gateways and single ones drop and return, and devices are deleted and made again. */
import * as fc from "fast-check";
import { MINUTE_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import { at } from "../story-events.ts";
import { atAndBelow } from "./fleet.ts";
import type { Fleet } from "./fleet.ts";

export const START = at("08:00");

/** Everybody is known when the story begins, however late that was learnt. */
const LONG_BEFORE_MS = 50 * MINUTE_MS;

/** Somebody drops, returns, drops for a moment, once or again and again, or is deleted, `gapMs` after what came before; all who are meant within `spreadMs`. */
export interface Act {
  readonly gapMs: number;
  readonly spreadMs: number;
  readonly what: "drop" | "return" | "blip" | "toggle" | "delete";
  /** `site`: the first gateway and all behind it; `second`: the same of the other; `own`: system modules alone. */
  readonly who: "site" | "second" | "own" | "one" | "some";
  readonly pick: number;
}

export const acts = fc.array(
  fc.record({
    gapMs: fc.oneof(
      fc.constantFrom(1_000, 60_000, 89_000, 90_000, 91_000, 299_000, 300_000, 301_000, 390_000, 400_000),
      fc.integer({ min: 0, max: 10 * MINUTE_MS }),
    ),
    spreadMs: fc.constantFrom(0, 5_000, 60_000, 120_000),
    what: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom<Act["what"][]>("drop", "return") },
      { weight: 2, arbitrary: fc.constantFrom<Act["what"][]>("blip", "toggle") },
      { weight: 1, arbitrary: fc.constant<Act["what"]>("delete") },
    ),
    who: fc.constantFrom<Act["who"][]>("site", "second", "own", "own", "one", "one", "some"),
    pick: fc.nat({ max: 1_000_000 }),
  }),
  { minLength: 6, maxLength: 22, size: "max" },
);

export interface Happening {
  readonly name: string;
  readonly kind: "Connected" | "Disconnected" | "Deleted" | "Created";
  readonly at: Instant;
  readonly sequence?: number;
}

type Link = "up" | "down" | "gone";

/** In order of time for each of them; everybody is connected in the end. */
export function happeningsOf(fleet: Fleet, story: readonly Act[], random: () => number): Happening[] {
  const found: Happening[] = [];
  const links = new Map<string, Link>(fleet.names.map((name) => [name, "gone"]));
  const clocks = new Map<string, Instant>();
  const sequences = new Map<string, number>();
  let now = START;
  const tick = (name: string, wanted: Instant): Instant => {
    const time = Math.max(wanted, (clocks.get(name) ?? 0) + 1_000);
    clocks.set(name, time);
    return time;
  };
  const link = (name: string, kind: "Connected" | "Disconnected", wanted: Instant): void => {
    const sequence = (sequences.get(name) ?? 0) + 1;
    sequences.set(name, sequence);
    links.set(name, kind === "Connected" ? "up" : "down");
    found.push({ name, kind, sequence, at: tick(name, wanted) });
  };
  const remove = (device: string): void => {
    const parts = fleet.names.filter((name) => name.split("/")[0] === device);
    const time = Math.max(now, ...parts.map((name) => (clocks.get(name) ?? 0) + 1_000));
    for (const name of parts) {
      clocks.set(name, time + 2_000);
      links.set(name, "gone");
    }
    found.push(
      { name: device, kind: "Deleted", at: time },
      { name: device, kind: "Created", at: time + 1_000 },
    );
  };

  for (const name of fleet.names) link(name, "Connected", now - LONG_BEFORE_MS);
  for (const act of story) {
    now += act.gapMs;
    const meant = meantBy(act, fleet);
    if (act.what === "delete") {
      const [device = ""] = (meant[act.pick % meant.length] ?? "").split("/");
      if (device !== "") remove(device);
      continue;
    }
    for (const name of meant) {
      const time = now + Math.floor(random() * act.spreadMs);
      const before = links.get(name);
      const isHidden = random() < 0.03 && before !== "gone";
      if (act.what === "return" && (before !== "up" || isHidden)) link(name, "Connected", time);
      if (act.what === "return" || (before !== "up" && !isHidden)) continue;
      // Not everybody behind a gateway notices that it is gone.
      if (!name.includes("$") && meant.length > 1 && random() < 0.25) continue;
      if (act.what === "drop") link(name, "Disconnected", time);
      const times = { drop: 0, blip: 1, toggle: 3 + (act.pick % 4) }[act.what];
      for (let count = 0; count < times; count += 1) {
        link(name, "Disconnected", time + count * 120_000);
        link(name, "Connected", time + count * 120_000 + 20_000 * (1 + (act.pick % 3)));
      }
    }
  }
  now += MINUTE_MS;
  for (const name of fleet.names) if (links.get(name) !== "up") link(name, "Connected", now);
  return found;
}

function meantBy({ who, pick }: Act, fleet: Fleet): readonly string[] {
  const { names } = fleet;
  switch (who) {
    case "site":
    case "second": {
      const devices = atAndBelow(who === "site" ? "gw-a" : "gw-b", fleet);
      return names.filter((name) => devices.has(name.split("/")[0] ?? ""));
    }
    case "own": {
      const modules = names.filter((name) => name.includes("$"));
      return modules.filter((name, index) =>
        pick % 2 === 0 ? name.startsWith("gw-a") : index === pick % modules.length,
      );
    }
    case "one":
      return names.filter((_, index) => index === pick % names.length);
    case "some":
      return names.filter((_, index) => (pick >> index) % 2 === 1);
    default:
      return who satisfies never;
  }
}
