/** The policy: how long to wait, how to group, whom to tell. Read from the policy file, valid when it gets here. */
import type { DampingSettings } from "./damping.ts";
import { isDrill } from "./drill.ts";
import type { Identity } from "./identity.ts";
import { matchesPattern } from "./pattern.ts";
import type { RenewalSettings } from "./renewal.ts";

/** Tags given in the policy file, by name. */
export type Tags = Readonly<Record<string, string>>;

export interface Match {
  readonly hub?: string;
  /** A pattern: `*` stands for any run of characters. */
  readonly device?: string;
  readonly module?: string;
  readonly tags?: Tags;
}

/** What the identities of an incident have in common. */
export type Grouping = "gateway" | "device" | "hub" | `${typeof TAG}${string}`;

const TAG = "tag:";

/** What a route decides for an identity; `defaults` with the route's own values over them. */
export interface RouteSettings {
  readonly graceMs: number;
  readonly recoveryMs: number;
  /** Those that agree in all of these share an incident. */
  readonly groupBy: readonly Grouping[];
  readonly groupWaitMs: number;
  /** How often changes of an announced incident are told. */
  readonly groupIntervalMs: number;
  /** The zone in which people read times. */
  readonly zone: string;
}

export interface Route extends RouteSettings {
  readonly match: Match;
  /** Names of receivers. */
  readonly notify: readonly string[];
}

/** A receiver as the domain sees it: a name and the addresses a message goes to. */
export interface Receiver {
  readonly name: string;
  readonly channel: "teams-workflow" | "sms";
  /** Where a message goes: the workflow's name, or a phone number each. Empty while the receiver is disabled. */
  readonly targets: readonly Target[];
}

/** One place a message can be delivered to, as it is stored: `workflow:ops`, `sms:+47…`. */
export interface TargetRef {
  readonly id: string;
  readonly channel: Receiver["channel"];
  /** It can alter a message that it shows. A workflow and a phone cannot: they only get what people must notice. */
  readonly edits?: true;
}

/** A place without its address. */
export function refOf({ id, channel, edits }: TargetRef): TargetRef {
  return edits === undefined ? { id, channel } : { id, channel, edits };
}

/** A place with its address. A workflow's address is a secret, so it is never stored: the policy has it. */
export interface Target extends TargetRef {
  readonly address: string;
}

export interface Policy {
  readonly routes: readonly Route[];
  readonly receivers: readonly Receiver[];
  readonly flapping: DampingSettings;
  readonly renewal: RenewalSettings;
  readonly tags: readonly { readonly device: string; readonly set: Tags }[];
  /** Which devices, by id or pattern, reach their hub through which one. No device is above itself. */
  readonly topology: readonly { readonly parent: string; readonly children: readonly string[] }[];
  /** By which share of those it has told of an incident has to grow, for people to be told. */
  readonly growth: number;
  /** How long a delivery is tried. */
  readonly retryForMs: number;
}

/** The tags that the policy file gives a device; where several entries match, later ones win by name. */
export function tagsOf(identity: Identity, policy: Policy): Tags {
  const matching = policy.tags.filter((entry) => matchesPattern(entry.device, identity.deviceId));
  return Object.assign({}, ...matching.map((entry) => entry.set));
}

/** The name of the tag by which it groups; undefined where it is by something else. */
export function tagNameOf(grouping: Grouping): string | undefined {
  return grouping.startsWith(TAG) ? grouping.slice(TAG.length) : undefined;
}

function matches(match: Match, identity: Identity, tags: () => Tags): boolean {
  if (match.hub !== undefined && match.hub.toLowerCase() !== identity.hub) return false;
  if (match.device !== undefined && !matchesPattern(match.device, identity.deviceId)) return false;
  if (match.module !== undefined) {
    if (identity.moduleId === undefined || !matchesPattern(match.module, identity.moduleId)) return false;
  }
  if (match.tags === undefined) return true;
  const own = tags();
  return Object.entries(match.tags).every(([name, value]) => own[name] === value);
}

/** A drill waits for nothing, and its incident knows whom it tells. Its times are read where the last route's are. */
function drillRoute({ routes }: Policy): Route {
  const zone = routes.at(-1)?.zone ?? "UTC";
  return {
    match: {},
    graceMs: 0,
    recoveryMs: 0,
    groupBy: ["device"],
    groupWaitMs: 0,
    groupIntervalMs: 0,
    zone,
    notify: [],
  };
}

/** The first route that matches. The last route of a valid policy matches everything. */
export function routeFor(identity: Identity, policy: Policy): Route {
  if (isDrill(identity)) return drillRoute(policy);
  const found = policy.routes.find((route) => matches(route.match, identity, () => tagsOf(identity, policy)));
  if (found === undefined) throw new Error("a valid policy ends with a route that matches everything");
  return found;
}

/** How long to wait for an identity, and what its drops amount to. */
export function waitsFor(
  identity: Identity,
  policy: Policy,
): Pick<Route, "graceMs" | "recoveryMs"> & {
  readonly damping: DampingSettings;
  readonly renewal: RenewalSettings;
} {
  const { graceMs, recoveryMs } = routeFor(identity, policy);
  // A drill's only drop is its outage, whatever a drop weighs.
  const damping = isDrill(identity) ? { ...policy.flapping, suppress: Infinity } : policy.flapping;
  return { graceMs, recoveryMs, damping, renewal: policy.renewal };
}

/** The places to which these receivers send, each once, in the order of `notify`. */
export function targetsOf({ notify }: Pick<Route, "notify">, policy: Policy): TargetRef[] {
  const byId = new Map<string, TargetRef>();
  for (const name of notify) {
    const receiver = policy.receivers.find((candidate) => candidate.name === name);
    for (const target of receiver?.targets ?? []) byId.set(target.id, byId.get(target.id) ?? refOf(target));
  }
  return [...byId.values()];
}

/** The address of a place that was told once: by the policy, or the phone number that its id carries. */
export function resolveTarget({ id, channel }: TargetRef, policy: Policy): Target | undefined {
  const known = policy.receivers.flatMap((receiver) => receiver.targets).find((target) => target.id === id);
  if (known !== undefined) return known;
  return channel === "sms" ? { id, channel, address: id.slice(id.indexOf(":") + 1) } : undefined;
}
