/** Which incident an identity that is out, or flaps, belongs to; or until when it waits for what it is behind. */
import { isPast } from "../domain/connection.ts";
import type { Connection, Membership } from "../domain/connection.ts";
import { groupOf } from "../domain/group.ts";
import { identityKey } from "../domain/identity.ts";
import { groupOfIncident, kindOfIncident, ofKind } from "../domain/incident.ts";
import type { Incident, IncidentKind } from "../domain/incident.ts";
import { isIn } from "../domain/part.ts";
import { routeFor, waitsFor } from "../domain/policy.ts";
import { joiningOf } from "../domain/reach.ts";
import { SECOND_MS } from "../domain/time.ts";
import type { Instant } from "../domain/time.ts";
import type { Deps } from "./deps.ts";
import { findOrOpen } from "./open-incident.ts";
import type { FoundIncident } from "./open-incident.ts";
import { makeReadAbove } from "./read-above.ts";
import type { Above } from "./read-above.ts";

/** In which those gather that go on together. */
const GATHERING_MS = 5 * SECOND_MS;
/** After which a parent says what has become of it. */
const ABOUT_TO_SAY_MS = 20 * SECOND_MS;

export interface Joining {
  readonly kind: IncidentKind;
  /** When it was noticed that it is out, or flaps. */
  readonly since: Instant;
  /** Nothing else is owed once it is done. */
  readonly isLast: boolean;
  /** It was told of already, behind another one: its wait is over but for a moment in which others like it gather. */
  readonly isRest: boolean;
}

/** Where an identity that is out belongs. */
type Choice =
  | (FoundIncident & { readonly behind?: true })
  | { readonly held: Instant; readonly incident?: undefined };

/**
 * The incident of which it is a member already, if that is not over, whatever its group is by now; that of what it is
 * behind, if that is out; else its group's.
 */
export async function chooseIncident(deps: Deps, connection: Connection, joining: Joining): Promise<Choice> {
  const { identity, incidents } = connection;
  const { kind, since: openedAt } = joining;
  const own = incidents[kind];
  const isMember = own !== undefined && !isPast(own);
  const joined = isMember ? await deps.store.incidents.read(own.id) : undefined;
  if (joined !== undefined && joined.value.state.name !== "resolved") {
    // Who flaps too by now is told of in its own right; who is out behind another one stays behind it.
    const behind = kind === "outage" ? own?.behind : undefined;
    return { incident: joined.value, opened: false, ...(behind === undefined ? {} : { behind }) };
  }
  const above = await makeReadAbove(deps)(connection);
  const behind = await (kind === "outage" ? lookAbove(deps, connection, above) : flapWith(deps, above));
  if (behind !== undefined) return behind;
  const group = ofKind(groupOf(identity, deps.policy, above.gateway), kind);
  const former = await formerIncident(deps, own, group.key);
  if (former !== undefined) return { incident: former, opened: false };
  const dueAt = waitedSince(deps, connection, joining) + routeFor(identity, deps.policy).groupWaitMs;
  return findOrOpen(deps, group, { opener: identityKey(identity), openedAt, dueAt });
}

/** One that it was in under another group and that goes on: it is the same story. One of this group is found with it. */
async function formerIncident(
  { store }: Deps,
  part: Membership | undefined,
  group: string,
): Promise<Incident | undefined> {
  // Who was only behind another one has no part in that one's story any more.
  if (part === undefined || part.behind === true || groupOfIncident(part.id) === group) return undefined;
  const incident = (await store.incidents.read(part.id))?.value;
  return incident?.state.name === "resolved" ? undefined : incident;
}

/** Who flaps with what it reaches the hub through is told of with that, whatever its own group is. */
async function flapWith({ store }: Deps, { flapping }: Above): Promise<Choice | undefined> {
  const id = await flapping();
  const incident = id === undefined ? undefined : (await store.incidents.read(id))?.value;
  if (incident === undefined || incident.state.name === "resolved") return undefined;
  return { incident, opened: false };
}

/** Whether it has to wait, or to join another incident, because of what it is behind. */
async function lookAbove(
  deps: Deps,
  connection: Connection,
  { parents, reach }: Above,
): Promise<Choice | undefined> {
  if (parents.length === 0 || connection.state.name !== "offline") return undefined;
  const { graceMs } = waitsFor(connection.identity, deps.policy);
  const joining = joiningOf(connection, await reach(), graceMs, deps.clock.now());
  if (joining.name === "own") return undefined;
  if (joining.name === "held") {
    const { because, until } = joining;
    report(deps, connection, { reason: because, until: new Date(until).toISOString() });
    return { held: until };
  }
  const incident = (await deps.store.incidents.read(joining.incident))?.value;
  // The parent's document names one that is over by now: it is about to say what it is instead.
  if (incident === undefined || incident.state.name === "resolved") {
    return { held: deps.clock.now() + ABOUT_TO_SAY_MS };
  }
  // Who flaps as well is told of there in its own right, and of its long outage here.
  if (kindOfIncident(incident.id) === "flapping" && isIn(connection.incidents.flapping)) return undefined;
  report(deps, connection, { reason: "behind", incident: incident.id });
  return { incident, opened: false, behind: true };
}

/** Why it does not join the incident of its group: the same words as in an explanation. */
type Reported =
  | {
      readonly reason: Extract<ReturnType<typeof joiningOf>, { name: "held" }>["because"];
      readonly until: string;
    }
  | { readonly reason: "behind"; readonly incident: string };

function report(deps: Deps, { identity }: Connection, fields: Reported): void {
  deps.log.info("joining", { ...identity, ...fields });
}

/** Since when its group's wait runs. */
export function waitedSince(deps: Deps, { identity }: Connection, { since, isRest }: Joining): Instant {
  if (!isRest) return since;
  return deps.clock.now() + GATHERING_MS - routeFor(identity, deps.policy).groupWaitMs;
}
