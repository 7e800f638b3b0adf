/** Those of an incident who are no members in their own right: from when on they are, and with whom they go. */
import { REACHABLE, freshGraceEnd } from "./reach.ts";
import type { Conclusion, View } from "./conclusion.ts";
import type { Incident } from "./incident.ts";
import type { Member } from "./look-words.ts";
import { waitsFor } from "./policy.ts";
import { SECOND_MS } from "./time.ts";
import type { Instant } from "./time.ts";

/** Its own deadline is judged by then, and has asked for a look. */
const JUDGING_MS = 5 * SECOND_MS;

/**
 * From when on a member that is still out is so in its own right; undefined while that has no end that is known. Who is
 * connected again by then is given the time to prove it, once, however often it drops.
 */
export function freeAtOf({ id }: Incident, { key, connection }: Member, view: View): Instant | undefined {
  const { policy, now, reach } = view;
  const { state, identity } = connection;
  const above = reach.get(key) ?? REACHABLE;
  if (above.name === "out") {
    // By now it is behind another one, which has an incident of its own.
    return above.incident === undefined || above.incident === id ? undefined : now;
  }
  const { graceMs, recoveryMs } = waitsFor(identity, policy);
  const fresh = freshGraceEnd(above, graceMs) ?? now;
  if (state.name === "recovering") {
    return Math.max(fresh, Math.min(state.deadline, fresh + recoveryMs) + JUDGING_MS);
  }
  return state.name === "suspect" ? Math.max(fresh, state.deadline) : fresh;
}

/** Who is behind one that is out is out as soon as it is disconnected. */
export function isDown({ connection }: Member): boolean {
  return connection.head.link === "down";
}

/** What it is behind is out, and is in the same incident: where that one goes, it goes too. */
export function isShielded({ id }: Incident, { key }: Member, { reach }: View): boolean {
  const above = reach.get(key);
  return above?.name === "out" && above.incident === id;
}

/** Who was behind one that flaps and should be back goes on by itself, while that one goes on flapping. */
export function releasing(
  incident: Incident,
  conclusion: Conclusion,
  behind: readonly Member[],
  view: View,
): Conclusion {
  const free = behind
    .filter(isDown)
    .map((member) => ({ key: member.key, at: freeAtOf(incident, member, view) }));
  const rest = free.flatMap(({ key, at }) => (at !== undefined && at <= view.now ? [key] : []));
  const later = free.flatMap(({ at }) => (at !== undefined && at > view.now ? [at] : []));
  const next = later.length === 0 ? undefined : Math.min(...later);
  const released = rest.length === 0 ? conclusion : { ...conclusion, rest };
  if (next === undefined) return released;
  switch (released.name) {
    case "wait":
      return { ...released, dueAt: Math.min(released.dueAt ?? next, next) };
    case "open":
    case "change":
      return {
        ...released,
        owed: { ...released.owed, dueAfter: Math.min(released.owed.dueAfter ?? next, next) },
      };
    case "end":
      return released;
    default:
      return released satisfies never;
  }
}
