/**
 * The aggregator of a group: looks at all members of an incident at once and acts on what it concludes. Many may
 * ask for a look in the same second; the first that writes what it concluded has looked for all.
 */
import type { Connection } from "../domain/connection.ts";
import { identityKey, parseIdentityKey } from "../domain/identity.ts";
import { kindOfIncident, spokenAfter } from "../domain/incident.ts";
import type { Incident } from "../domain/incident.ts";
import { lookAt } from "../domain/look.ts";
import { changesUntil } from "../domain/look-changes.ts";
import type { Conclusion } from "../domain/look.ts";
import type { Instant } from "../domain/time.ts";
import { MINUTE_MS } from "../domain/time.ts";
import { contend } from "./contend.ts";
import { deliverOwed } from "./deliver-owed.ts";
import type { Deps } from "./deps.ts";
import { isUnlisted, keepMembers } from "./keep-members.ts";
import { moveOn, letGo } from "./move-on.ts";
import type { Saved } from "./ports.ts";
import { LOOK_DELAY_MS, scheduleLook } from "./request-look.ts";
import { viewIncident } from "./view-incident.ts";

/** When the sweep takes up work that was begun and never finished. */
const UNFINISHED_MS = MINUTE_MS;
/** When the sweep looks at an open incident of which nothing was heard: a lost message must not keep it open. */
const REVISIT_MS = 15 * MINUTE_MS;

/** What was asked for, and whether it was this call that began to end the incident. */
interface Request {
  readonly at: Instant;
  ending: boolean;
}

/** An incident of which something is left to be done, and the members that were seen when that was decided. */
interface Unfinished {
  readonly saved: Saved<Incident>;
  readonly members?: readonly Connection[];
  /** It is older than this look, which is still to come. */
  readonly before?: true;
}

type Outcome = Unfinished | "done" | "lost";

/**
 * @param at when the look became needed; a look that began more than a second later has seen it.
 * @throws TransientError when the store or the queue cannot do it now.
 */
export async function lookAtIncident(deps: Deps, id: string, at: Instant): Promise<void> {
  const request: Request = { at, ending: false };
  await contend(deps, `incident ${id}`, async () => {
    for (;;) {
      // Only concluding takes turns: a provider that is slow to answer keeps nobody from seeing that it is concluded.
      const outcome = await deps.turns.take(`look ${id}`, () => conclude(deps, id, request));
      if (typeof outcome === "string") return outcome;
      const finished = await finish(deps, outcome);
      if (!finished || outcome.before === undefined) return finished ? "done" : "lost";
    }
  });
}

async function conclude(deps: Deps, id: string, request: Request): Promise<Outcome> {
  const saved = await deps.store.incidents.read(id);
  if (saved === undefined) return report(deps, id, "unknownIncident");
  if (isUnfinished(saved.value)) return { saved, before: true };
  if (saved.value.state.name === "resolved") return report(deps, id, "resolved");
  const { lookedAt } = saved.value;
  // An ending of our own that did not come to its end is no reason to leave it at that.
  if (!request.ending && lookedAt !== undefined && lookedAt > request.at + LOOK_DELAY_MS) {
    return report(deps, id, "alreadyLooked");
  }
  return look(deps, saved, request);
}

function report(
  deps: Deps,
  incident: string,
  reason: "unknownIncident" | "resolved" | "alreadyLooked",
): "done" {
  deps.log.info("look", { incident, reason });
  return "done";
}

/** Messages that were decided on and not all handed out, or members that are not listed though it is resolved. */
function isUnfinished(incident: Incident): boolean {
  return incident.owed !== undefined || isUnlisted(incident);
}

/** @returns whether it could be written that nothing is left. */
async function finish(deps: Deps, { saved, members }: Unfinished): Promise<boolean> {
  const { owed, state, id, told } = saved.value;
  const accepted = owed === undefined ? new Set() : await deliverOwed(deps, saved.value, owed);
  if (state.name === "resolved") {
    await keepMembers(deps, id, members);
    // Nobody comes back from a drill.
    if (saved.value.drill === undefined) await letGo(deps, id, members);
    return (await replace(deps, saved, { owed: undefined, dueAt: undefined })) !== undefined;
  }
  const next = await replace(deps, saved, {
    owed: undefined,
    dueAt: owed?.dueAfter ?? deps.clock.now() + REVISIT_MS,
    told: told.map((one) => (accepted.has(one.target.id) ? { ...one, accepted: true } : one)),
  });
  if (next !== undefined && owed?.dueAfter !== undefined) await scheduleLook(deps, id, owed.dueAfter);
  return next !== undefined;
}

async function look(deps: Deps, saved: Saved<Incident>, request: Request): Promise<Outcome> {
  const { id } = saved.value;
  const now = deps.clock.now();
  const members = (await deps.store.connections.ofIncident(id)).map(({ value }) => value);
  const conclusion = await concludeFrom(deps, saved.value, members, now);
  deps.log.info("look", { incident: id, members: members.length, reason: conclusion.name });
  if (conclusion.name !== "end" && conclusion.rest !== undefined) {
    const rest = new Set(conclusion.rest);
    await moveOn(
      deps,
      id,
      members.filter(({ identity }) => rest.has(identityKey(identity))),
    );
  }
  switch (conclusion.name) {
    case "wait":
      return wait(deps, saved, conclusion, { at: request.at, now });
    case "open":
    case "change":
      return open(deps, saved, conclusion, now);
    case "end":
      return end(deps, saved, conclusion, { request, members, now });
    default:
      return conclusion satisfies never;
  }
}

async function wait(
  deps: Deps,
  saved: Saved<Incident>,
  { dueAt, revisitAt, changeAt }: Extract<Conclusion, { name: "wait" }>,
  { at, now }: { readonly at: Instant; readonly now: Instant },
): Promise<"done" | "lost"> {
  const next = await replace(deps, saved, {
    state: { name: "open" },
    lookedAt: now,
    changes: changesUntil(saved.value, changeAt),
    dueAt: dueAt ?? revisitAt ?? now + REVISIT_MS,
  });
  if (next === undefined) return "lost";
  // A timer that comes too early by its machine's clock sets a new one.
  if (dueAt !== undefined && (dueAt !== saved.value.dueAt || at >= dueAt)) {
    await scheduleLook(deps, saved.value.id, dueAt);
  }
  return "done";
}

async function open(
  deps: Deps,
  saved: Saved<Incident>,
  { owed, shown, changes, cause }: Extract<Conclusion, { name: "open" | "change" }>,
  now: Instant,
): Promise<Unfinished | "lost"> {
  const told = owed.purpose === "opening" ? owed.targets : [];
  const next = await replace(deps, saved, {
    state: { name: "open" },
    lookedAt: now,
    announcedAt: saved.value.announcedAt ?? now,
    told: [...saved.value.told, ...told.map((target) => ({ target, at: now }))],
    shown,
    spoken: spokenAfter(saved.value, shown, now),
    changes,
    cause: cause ?? saved.value.cause,
    owed,
    dueAt: now + UNFINISHED_MS,
  });
  return next === undefined ? "lost" : { saved: next };
}

/** What is waited for is an opener that still owes its joining: one that came back first never will join. */
async function concludeFrom(
  deps: Deps,
  incident: Incident,
  members: readonly Connection[],
  now: Instant,
): Promise<Conclusion> {
  const view = await viewIncident(deps, incident, members, now);
  const conclusion = lookAt(incident, members, view);
  if (conclusion.name !== "wait" || conclusion.revisitAt === undefined) return conclusion;
  const identity = parseIdentityKey(incident.opener.key);
  const opener = identity === undefined ? undefined : await deps.store.connections.read(identity);
  const owed = opener?.value.owed;
  const owesJoining = kindOfIncident(incident.id) === "outage" ? owed?.incident : owed?.flapping;
  if (owesJoining === true) return conclusion;
  return lookAt({ ...incident, opener: { ...incident.opener, until: now } }, members, view);
}

interface Seen {
  readonly request: Request;
  readonly members: readonly Connection[];
  readonly now: Instant;
}

/** The first time it only writes `ending` and looks once more; then it says so. */
async function end(
  deps: Deps,
  saved: Saved<Incident>,
  { ending }: Extract<Conclusion, { name: "end" }>,
  { request, members, now }: Seen,
): Promise<Outcome> {
  const dueAt = now + UNFINISHED_MS;
  if (saved.value.state.name === "open") {
    const next = await replace(deps, saved, { state: { name: "ending" }, lookedAt: now, dueAt });
    if (next === undefined) return "lost";
    request.ending = true;
    return look(deps, next, request);
  }
  const { outcome } = ending;
  const story = outcome === "unspoken" ? {} : { owed: ending.owed, since: ending.since, until: ending.until };
  const state = { name: "resolved", at: now, outcome } as const;
  const next = await replace(deps, saved, { ...story, state, lookedAt: now, dueAt });
  return next === undefined ? "lost" : { saved: next, members };
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
