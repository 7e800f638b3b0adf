/**
 * The aggregator of a group: looks at all members of an incident at once and acts on what it concludes. Many may
 * ask for a look in the same second; the first that writes `lookedAt` does it for all.
 */
import type { Incident } from "../domain/incident.ts";
import { lookAt } from "../domain/look.ts";
import type { Conclusion } from "../domain/look.ts";
import type { Instant } from "../domain/time.ts";
import { MINUTE_MS } from "../domain/time.ts";
import { contend } from "./contend.ts";
import type { Deps } from "./deps.ts";
import { deliverOwed } from "./deliver-owed.ts";
import { releaseMembers } from "./end-membership.ts";
import type { Saved } from "./ports.ts";
import { LOOK_DELAY_MS, scheduleLook } from "./request-look.ts";

/** When the sweep takes up work that was begun and never finished. */
const UNFINISHED_MS = MINUTE_MS;
/** When the sweep looks at an open incident of which nothing was heard: a lost message must not keep it open. */
const REVISIT_MS = 15 * MINUTE_MS;

/** What was asked for, and whether it was this call that began the look. */
interface Request {
  readonly at: Instant;
  began: boolean;
}

/**
 * @param at when the look became needed; a look that began more than a second later has seen it.
 * @throws TransientError when the store or the queue cannot do it now.
 */
export async function lookAtIncident(deps: Deps, id: string, at: Instant): Promise<void> {
  const request: Request = { at, began: false };
  await contend(deps, `incident ${id}`, async () => {
    const found = await deps.store.incidents.read(id);
    if (found === undefined) return report(deps, id, "unknownIncident");
    const saved = isUnfinished(found.value) ? await finish(deps, found) : found;
    if (saved === undefined) return "lost";
    if (saved.value.state.name === "resolved") return report(deps, id, "resolved");
    const { lookedAt } = saved.value;
    // A look of our own that did not come to its end is no reason to leave it at that.
    if (!request.began && lookedAt !== undefined && lookedAt > at + LOOK_DELAY_MS) {
      return report(deps, id, "alreadyLooked");
    }
    return look(deps, saved, request);
  });
}

function report(deps: Deps, incident: string, reason: string): "done" {
  deps.log.info("look", { incident, reason });
  return "done";
}

/** Messages that were decided on and not all sent, or members that still name it though it is resolved. */
function isUnfinished({ state, owed, dueAt }: Incident): boolean {
  return owed !== undefined || (state.name === "resolved" && dueAt !== undefined);
}

async function finish(deps: Deps, saved: Saved<Incident>): Promise<Saved<Incident> | undefined> {
  const { owed, state, id } = saved.value;
  if (owed !== undefined) await deliverOwed(deps, saved.value, owed);
  if (state.name === "resolved") await releaseMembers(deps, id);
  const dueAfter = state.name === "resolved" ? undefined : owed?.dueAfter;
  const revisitAt = state.name === "resolved" ? undefined : deps.clock.now() + REVISIT_MS;
  const next = await replace(deps, saved, { owed: undefined, dueAt: dueAfter ?? revisitAt });
  if (next !== undefined && dueAfter !== undefined) await scheduleLook(deps, id, dueAfter);
  return next;
}

async function look(deps: Deps, saved: Saved<Incident>, request: Request): Promise<"done" | "lost"> {
  const now = deps.clock.now();
  // Until it is concluded, this look itself is due again: a crash must not hide what it would have found.
  const unfinishedAt = Math.min(saved.value.dueAt ?? Infinity, now + UNFINISHED_MS);
  const looking = await replace(deps, saved, { lookedAt: now, dueAt: unfinishedAt });
  if (looking === undefined) return "lost";
  request.began = true;
  const members = await deps.store.connections.ofIncident(looking.value.id);
  const connections = members.map(({ value }) => value);
  const conclusion = lookAt(looking.value, connections, deps.policy, now);
  deps.log.info("look", { incident: looking.value.id, members: members.length, reason: conclusion.name });
  switch (conclusion.name) {
    case "wait":
      return wait(deps, looking, { scheduledAt: saved.value.dueAt, at: request.at, dueAt: conclusion.dueAt });
    case "open":
      return open(deps, looking, conclusion, now);
    case "end":
      return end(deps, looking, conclusion, request);
    default:
      return conclusion satisfies never;
  }
}

interface Wait {
  /** For when a look has been scheduled, and for when this one was asked. */
  readonly scheduledAt: Instant | undefined;
  readonly at: Instant;
  readonly dueAt: Instant | undefined;
}

async function wait(
  deps: Deps,
  saved: Saved<Incident>,
  { scheduledAt, at, dueAt }: Wait,
): Promise<"done" | "lost"> {
  const { id, state, dueAt: stored } = saved.value;
  if (dueAt === undefined || dueAt !== stored || state.name !== "open") {
    const nextAt = dueAt ?? deps.clock.now() + REVISIT_MS;
    const next = await replace(deps, saved, { state: { name: "open" }, dueAt: nextAt });
    if (next === undefined) return "lost";
  }
  // A timer that comes too early by its machine's clock sets a new one.
  if (dueAt !== undefined && (dueAt !== scheduledAt || at >= dueAt)) await scheduleLook(deps, id, dueAt);
  return "done";
}

async function open(
  deps: Deps,
  saved: Saved<Incident>,
  { owed, shown }: Extract<Conclusion, { name: "open" }>,
  now: Instant,
): Promise<"done" | "lost"> {
  const told = [...saved.value.told, ...owed.targets.map((target) => ({ target, at: now }))];
  const announcedAt = saved.value.announcedAt ?? now;
  const state = { name: "open" } as const;
  const next = await replace(deps, saved, {
    state,
    announcedAt,
    told,
    shown,
    owed,
    dueAt: now + UNFINISHED_MS,
  });
  if (next === undefined) return "lost";
  return (await finish(deps, next)) === undefined ? "lost" : "done";
}

/** The first time it only writes `ending` and looks once more; then it says so. */
async function end(
  deps: Deps,
  saved: Saved<Incident>,
  { ending }: Extract<Conclusion, { name: "end" }>,
  request: Request,
): Promise<"done" | "lost"> {
  const now = deps.clock.now();
  const dueAt = now + UNFINISHED_MS;
  if (saved.value.state.name === "open") {
    const next = await replace(deps, saved, { state: { name: "ending" }, dueAt });
    return next === undefined ? "lost" : look(deps, next, request);
  }
  const { outcome } = ending;
  const story = outcome === "unspoken" ? {} : { owed: ending.owed, since: ending.since, until: ending.until };
  const next = await replace(deps, saved, { ...story, state: { name: "resolved", at: now, outcome }, dueAt });
  if (next === undefined) return "lost";
  return (await finish(deps, next)) === undefined ? "lost" : "done";
}

async function replace(
  deps: Deps,
  { value, version }: Saved<Incident>,
  change: Partial<Incident>,
): Promise<Saved<Incident> | undefined> {
  const next = { ...value, ...change };
  const written = await deps.store.incidents.replace(next, version);
  return written === undefined ? undefined : { value: next, version: written };
}
