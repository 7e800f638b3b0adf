/** Those of an incident who are no members in their own right: from when on they are, and with whom they go. */
import { REACHABLE } from "./reach.ts";
import type { Conclusion, View } from "./conclusion.ts";
import type { Incident } from "./incident.ts";
import type { Member } from "./look-words.ts";
import { waitsFor } from "./policy.ts";
import type { Instant } from "./time.ts";

/** From when on a member that is still out is so in its own right; undefined while that has no end that is known. */
export function freeAtOf({ key, connection }: Member, { policy, now, reach }: View): Instant | undefined {
  const { state, head, identity } = connection;
  const above = reach.get(key) ?? REACHABLE;
  if (head.link !== "down" || above.name === "out") return undefined;
  const { graceMs } = waitsFor(identity, policy);
  const fresh = above.returnedAt === undefined ? now : above.returnedAt + graceMs;
  return state.name === "suspect" ? Math.max(fresh, state.deadline) : fresh;
}

/** What it is behind is out, and is in the same incident: where that one goes, it goes too. */
export function isShielded({ id }: Incident, { key }: Member, { reach }: View): boolean {
  const above = reach.get(key);
  return above?.name === "out" && above.incident === id;
}

/** Who was behind one that flaps and should be back goes on by itself, while that one goes on flapping. */
export function releasing(conclusion: Conclusion, behind: readonly Member[], view: View): Conclusion {
  const free = behind.map((member) => ({ key: member.key, at: freeAtOf(member, view) }));
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
