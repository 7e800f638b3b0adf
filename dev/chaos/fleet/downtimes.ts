/** When a member is really out: blips, outages, and lengths at the very edges of grace and recovery. */
import { SECOND_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import type { Chance } from "../../outbox/chance.ts";
import { GRACE_MS, RECOVERY_MS } from "../tempo.ts";
import type { Temper } from "./sites.ts";

/** Half-open. */
export interface Downtime {
  readonly from: Instant;
  readonly to: Instant;
}

export interface Span {
  readonly from: Instant;
  readonly until: Instant;
  /** 1 for a run of minutes; a short run needs a fleet that is in more of a hurry. */
  readonly haste: number;
}

/** Of a member by itself, in order and apart from each other. */
export function ownDowntimes(temper: Temper, span: Span, chance: Chance): Downtime[] {
  const downtimes: Downtime[] = [];
  let at = span.from;
  while (at < span.until) {
    at += Math.round(upMs(temper, span.haste, chance));
    if (temper === "toggling" && chance.happens(0.4)) {
      const burst = toggles(at, chance);
      downtimes.push(...burst);
      at = burst.at(-1)?.to ?? at;
    } else {
      const to = at + Math.round(downMs(span.haste, chance));
      downtimes.push({ from: at, to });
      at = to;
    }
  }
  return downtimes;
}

/** Of an uplink that several share: rare, and mostly long enough to be told. */
export function uplinkDowntimes(span: Span, chance: Chance): Downtime[] {
  const downtimes: Downtime[] = [];
  let at = span.from;
  while (at < span.until) {
    at += Math.round(exponential((90 * SECOND_MS) / span.haste, chance));
    const to = at + Math.round(downMs(span.haste, chance));
    downtimes.push({ from: at, to });
    at = to;
  }
  return downtimes;
}

/** A member notices its uplink's ends within a moment of its own. */
export function noticedBy(downtimes: readonly Downtime[], chance: Chance): Downtime[] {
  return downtimes.map(({ from, to }) => {
    const late = chance.between(0, 600);
    return { from: from + late, to: Math.max(to + chance.between(0, 600), from + late + 1) };
  });
}

/** All of them together, those that overlap or touch as one. */
export function united(downtimes: readonly Downtime[]): Downtime[] {
  const merged: Downtime[] = [];
  for (const downtime of downtimes.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || downtime.from > last.to) merged.push(downtime);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, downtime.to) };
  }
  return merged;
}

/** Once or several times within a second, so that the hub's snapshot hides some of it. */
function toggles(from: Instant, chance: Chance): Downtime[] {
  const downtimes: Downtime[] = [];
  let at = from;
  for (let left = chance.between(3, 10); left > 0; left -= 1) {
    const to = at + chance.between(30, 1_200);
    downtimes.push({ from: at, to });
    at = to + chance.between(30, 1_200);
  }
  return downtimes;
}

function upMs(temper: Temper, haste: number, chance: Chance): number {
  const kind = chance.next();
  if (kind < 0.12) return chance.between(50, RECOVERY_MS - 50);
  if (kind < 0.18) return RECOVERY_MS + chance.between(-1, 1);
  const mean = { restless: 11, steady: 24, toggling: 20 }[temper] * SECOND_MS;
  return 100 + exponential(mean / haste, chance);
}

function downMs(haste: number, chance: Chance): number {
  const kind = chance.next();
  if (kind < 0.5) return chance.between(50, GRACE_MS - 200);
  if (kind < 0.58) return GRACE_MS + chance.between(-1, 1);
  if (kind < 0.985 || haste > 1) return GRACE_MS + chance.between(500, Math.round(15_000 / haste));
  return chance.between(60_000, 280_000);
}

function exponential(mean: number, chance: Chance): number {
  return -Math.log(1 - chance.next()) * mean;
}
