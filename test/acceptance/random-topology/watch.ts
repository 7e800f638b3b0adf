/**
 * Looks at everybody each minute: who is out and not told of, who is back and still a member, what is over and still
 * open, for longer than the rules allow.
 *
 * Untold: its own grace, or, where it flaps, the length of an outage that is told all the same; then once what is left
 * of a parent's grace and the push; then once a fresh grace; then the wait of its group. Each of them holds it once in
 * an outage, and whoever is folded in meanwhile is told of by then.
 */
import { isPast } from "../../../functions/domain/connection.ts";
import type { Connection } from "../../../functions/domain/connection.ts";
import { identityKey } from "../../../functions/domain/identity.ts";
import { kindOfIncident } from "../../../functions/domain/incident.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { routeFor, targetsOf } from "../../../functions/domain/policy.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import { clockTime } from "../story-events.ts";
import type { World } from "../world.ts";
import { identityOf } from "./fleet.ts";
import type { Fleet } from "./fleet.ts";
import type { Happening } from "./history.ts";
import { linkAt, ofName } from "./truth.ts";

const GRACE_MS = 5 * MINUTE_MS;
const RECOVERY_MS = 90 * SECOND_MS;
const PUSH_MS = 90 * SECOND_MS;
const WAIT_MS = 30 * SECOND_MS;
/** Until its last drop is forgotten. */
const REUSE_MS = 60 * MINUTE_MS;
/** So long an incident waits for the one that opened it. */
const OPENER_MS = 3 * MINUTE_MS;
/** Between two looks, with a second for each event to come. */
const STEP_MS = MINUTE_MS + 5 * SECOND_MS;

export interface Watch {
  readonly faults: string[];
  look(world: World, now: Instant): Promise<void>;
}

/** @param slackMs what lost messages may cost, because only the sweep finds what they would have said. */
export function makeWatch(fleet: Fleet, happenings: readonly Happening[], slackMs: number): Watch {
  const { policy, names } = fleet;
  const stories = new Map(names.map((name) => [name, ofName(name, happenings)]));
  const damped = Number.isFinite(policy.flapping.suppress);
  const untoldMs =
    (damped ? 3 * GRACE_MS : GRACE_MS) + (GRACE_MS + PUSH_MS) + GRACE_MS + WAIT_MS + STEP_MS + slackMs;
  const since = new Map<string, Instant>();
  const faults: string[] = [];

  /** Adds a fault where something has been so for longer than that; not since before `from`. */
  const mind = (what: string, isSo: boolean, from: Instant, now: Instant, atMostMs: number): void => {
    const began = Math.max(since.get(what) ?? now, from);
    if (isSo) since.set(what, began);
    else since.delete(what);
    if (isSo && now - began > atMostMs) faults.push(`${clockTime(now)} ${what} since ${clockTime(began)}`);
  };

  return {
    faults,
    look: async ({ store }, now) => {
      const incidents = await store.incidents.page({}, undefined, 200);
      const byId = new Map(incidents.map((one) => [one.id, one]));
      const connections = new Map<string, Connection>();
      for (const name of names) {
        const saved = await store.connections.read(identityOf(name));
        if (saved !== undefined) connections.set(name, saved.value);
      }
      for (const name of names) {
        const { link, since: began } = linkAt(stories.get(name) ?? [], now);
        const parts = Object.values(connections.get(name)?.incidents ?? {}).filter(
          (part) => part !== undefined && !isPast(part),
        );
        const targets = targetsOf(routeFor(identityOf(name), policy), policy).map(({ id }) => id);
        const isTold = parts.some((part) => tellsAll(byId.get(part?.id ?? ""), targets));
        mind(`${name} is out and untold`, link === "down" && !isTold, began, now, untoldMs);
        const backMs = (damped ? REUSE_MS : RECOVERY_MS) + STEP_MS + slackMs;
        mind(`${name} is back and a member`, link === "up" && parts.length > 0, began, now, backMs);
      }
      const all = [...connections.values()];
      for (const incident of incidents) {
        const members = membersOf(incident, all);
        const isOpen = incident.state.name !== "resolved";
        const isOver = members.every(({ part }) => isPast(part));
        const own = members.filter(({ part }) => part.behind !== true);
        // Whom those leave behind that are no more stays as long as its own outage does.
        const isOwnOver =
          own.every(({ part }) => isPast(part)) && own.some(({ part }) => part.goneAt === undefined);
        const overMs = OPENER_MS + STEP_MS + slackMs;
        mind(`${incident.id} is over and open`, isOpen && isOver, 0, now, overMs);
        const ownMs = Math.max(GRACE_MS, OPENER_MS) + RECOVERY_MS + STEP_MS + slackMs;
        mind(`${incident.id} goes on for the rest alone`, isOpen && isOwnOver, 0, now, ownMs);
      }
    },
  };
}

/** One that is over tells of nobody any more. */
function tellsAll(incident: Incident | undefined, targets: readonly string[]): boolean {
  if (incident === undefined || incident.state.name === "resolved") return false;
  const told = new Set(incident.told.map(({ target }) => target.id));
  return targets.every((target) => told.has(target));
}

function membersOf({ id }: Incident, connections: readonly Connection[]) {
  return connections.flatMap(({ identity, incidents }) => {
    const part = incidents[kindOfIncident(id)];
    return part?.id === id ? [{ key: identityKey(identity), part }] : [];
  });
}
