/** What the messages of an incident say of its members: counts, names, cause, since when. */
import { outSince } from "./connection.ts";
import type { Connection, Membership } from "./connection.ts";
import { deviceKey, identityName } from "./identity.ts";
import type { IdentityKey } from "./identity.ts";
import { kindOfIncident } from "./incident.ts";
import type { Incident } from "./incident.ts";
import type { Cause, Departure, Notice, Word } from "./notice.ts";
import { dampingAt } from "./part.ts";
import { routeFor, waitsFor } from "./policy.ts";
import type { Policy } from "./policy.ts";
import type { Instant } from "./time.ts";
import { parentsOf, systemModuleOf } from "./topology.ts";
import type { SystemModule } from "./topology.ts";

export interface Member {
  readonly key: IdentityKey;
  readonly connection: Connection;
  readonly part: Membership;
}

/** How many names a message gives before it counts the rest. */
const FEW = 5;

/**
 * What failed, where one gateway explains everybody who is out in its own right: by which of its system modules are
 * connected now, so that what the hub notices minutes later does not name the wrong cause.
 */
export function causeOf(
  { id, group, drill }: Incident,
  members: readonly Member[],
  modules: readonly Connection[],
): Cause | undefined {
  if (kindOfIncident(id) === "flapping" || drill !== undefined) return undefined;
  const own = members.map(({ connection }) => connection);
  const down = new Map<string, Set<SystemModule>>();
  for (const { identity, head } of [...own, ...modules]) {
    const module = systemModuleOf(identity);
    if (module === undefined || head.link !== "down") continue;
    const key = deviceKey(identity);
    down.set(key, (down.get(key) ?? new Set()).add(module));
  }
  const [found, ...others] = down;
  if (found === undefined || others.length > 0) return undefined;
  const [gateway, out] = found;
  const isAlone = own.every(({ identity }) => deviceKey(identity) === gateway);
  // Who is below a gateway that is out does not reach the hub; of one that only cannot be managed that says nothing.
  if (out.has("hub") && (isAlone || group === gateway)) return out.has("agent") ? "site" : "edgeHub";
  return isAlone && !out.has("hub") ? "edgeAgent" : undefined;
}

/** Of whom a message speaks, among all that name the incident. */
export interface Spoken {
  readonly spoken: readonly Member[];
  readonly members: readonly Member[];
  readonly policy: Policy;
  readonly at: Instant;
}

export function openingNotice(incident: Incident, about: Spoken): Notice {
  const since = Math.min(...about.spoken.map(({ part }) => outSince(part)));
  return noticeOf(openingWord(incident), incident, about, { ...factsOf(incident, about), since });
}

export function endingNotice(
  word: "CLOSED" | "RECOVERED" | "STABLE",
  incident: Incident,
  about: Spoken,
  times: Pick<Notice, "since" | "until">,
): Notice {
  const reason = word === "CLOSED" ? departureOf(about.spoken) : undefined;
  const facts = { ...factsOf(incident, about), ...times };
  return noticeOf(word, incident, about, reason === undefined ? facts : { ...facts, reason });
}

function openingWord({ id, drill }: Incident): Word {
  if (drill !== undefined) return "DRILL";
  return kindOfIncident(id) === "outage" ? "OFFLINE" : "FLAPPING";
}

/** Why they are no members any more: what is true of all, or that they were deleted, as some of them were. */
function departureOf(members: readonly Member[]): Departure | undefined {
  const reasons = new Set(members.map(({ part }) => part.goneFor ?? "deleted"));
  const [first] = reasons;
  return reasons.size > 1 ? "deleted" : first;
}

/** What every notice of these members says. */
function factsOf(
  { id, cause }: Incident,
  { spoken, policy, at }: Spoken,
): Pick<Notice, "at" | "zone" | "cause" | "drops" | "downSince"> {
  const damping = kindOfIncident(id) === "outage" ? {} : dampingOf(spoken, policy, at);
  return { at, zone: zoneOf(spoken, policy), ...(cause === undefined ? {} : { cause }), ...damping };
}

/** Of who flaps: how often the worst of them dropped, and since when one of them is out now. */
function dampingOf(
  members: readonly Member[],
  policy: Policy,
  now: Instant,
): Pick<Notice, "drops" | "downSince"> {
  const heads = members.map(({ connection }) => connection.head);
  const down = heads.flatMap(({ link, since, outage }) => (link === "down" ? [outage?.since ?? since] : []));
  const drops = Math.max(
    0,
    ...members.map(({ connection: { identity, head, judged } }) => {
      const damping = dampingAt(head, { ...waitsFor(identity, policy), judged }, now);
      return damping?.flappedDrops ?? damping?.runDrops ?? 0;
    }),
  );
  return down.length === 0 ? { drops } : { drops, downSince: Math.min(...down) };
}

function zoneOf(members: readonly Member[], policy: Policy): string {
  const [first] = members;
  return first === undefined ? "UTC" : routeFor(first.connection.identity, policy).zone;
}

function noticeOf(
  word: Word,
  incident: Incident,
  about: Spoken,
  facts: Omit<Notice, "word" | "code" | "incidentId" | "hub" | "subject" | "via" | "count" | "names">,
): Notice {
  const { spoken } = about;
  const title = titleOf(incident, about);
  const names = spoken
    .map(({ part, connection: { identity } }) => ({
      isBehind: part.behind === true,
      name: (title.isOneDevice ? identity.moduleId : undefined) ?? identityName(identity),
    }))
    .sort((a, b) => Number(a.isBehind) - Number(b.isBehind) || (a.name < b.name ? -1 : 1))
    .slice(0, FEW)
    .map(({ name }) => name);
  return {
    word,
    code: incident.code,
    incidentId: incident.id,
    hub: incident.hub,
    subject: title.subject,
    ...(title.via === undefined ? {} : { via: title.via }),
    count: spoken.length,
    names: incident.drill === undefined ? names : [],
    ...facts,
  };
}

interface Title {
  readonly subject: string;
  readonly via?: string | undefined;
  readonly isOneDevice: boolean;
}

/**
 * A group is called by its gateway; as long as a single device below it was ever spoken of, that one's name says more.
 */
function titleOf(incident: Incident, { spoken, members, policy }: Spoken): Title {
  const { hub, subject, drill } = incident;
  const shown = new Set([...incident.shown, ...spoken.map(({ key }) => key)]);
  const ever = members.filter(({ key }) => shown.has(key));
  const [first] = ever;
  const isOneDevice =
    first !== undefined && new Set(ever.map(({ connection: { identity } }) => identity.deviceId)).size === 1;
  if (!isOneDevice || drill !== undefined || !isNamedByDevice(incident)) return { subject, isOneDevice };
  const { deviceId } = first.connection.identity;
  const [via] = parentsOf({ hub, deviceId }, policy, first.connection.registry);
  return { subject: deviceId, via, isOneDevice };
}

function isNamedByDevice({ group, hub, subject }: Incident): boolean {
  const key = deviceKey({ hub, deviceId: subject });
  return group === key || group.startsWith(`${key}!:`);
}
