/**
 * Groups: what is told as one incident. The identities of a group agree in all that their route's `groupBy` names,
 * and in their hub: an incident belongs to one hub.
 */
import { sha256 } from "./digest.ts";
import { isDrill } from "./drill.ts";
import { deviceKey } from "./identity.ts";
import type { Identity } from "./identity.ts";
import { routeFor, tagNameOf, tagsOf } from "./policy.ts";
import type { Grouping, Policy, Tags } from "./policy.ts";

export interface Group {
  /** The partition of the group's incidents. */
  readonly key: string;
  readonly hub: string;
  /** What people call it. */
  readonly subject: string;
}

/** With all that is put behind it, a key must stay below the 1,023 bytes of a document's id. */
const LONGEST_KEY = 512;

/** `gateway`: the device with which an identity is grouped by `gateway`. */
export function groupOf(identity: Identity, policy: Policy, gateway = identity.deviceId): Group {
  const { hub, deviceId } = identity;
  if (isDrill(identity)) return groupOfDevice(identity, "Linewatch");
  const { groupBy } = routeFor(identity, policy);
  const names = groupBy.flatMap((grouping) => tagNameOf(grouping) ?? []);
  const tags = namedTags(names, tagsOf(identity, policy));
  // Strangers that have no such tag are no group.
  if (tags === undefined) return groupOfDevice(identity, deviceId);
  const owner = ownerOf(groupBy, deviceId, gateway);
  const labels = groupBy.map((grouping) => {
    const name = tagNameOf(grouping);
    if (name !== undefined) return `${name} ${tags.get(name)}`;
    return grouping === "hub" ? hub : (owner ?? deviceId);
  });
  const subject = [...new Set(labels)].join(", ");
  if (owner !== undefined && tags.size === 0) return groupOfDevice({ hub, deviceId: owner }, subject);
  return { key: keyOf(hub, owner, tags), hub, subject };
}

/** The device that all of a group belong to, if one does. Of both, the device is narrower than its gateway. */
function ownerOf(groupBy: readonly Grouping[], deviceId: string, gateway: string): string | undefined {
  if (groupBy.includes("device")) return deviceId;
  return groupBy.includes("gateway") ? gateway : undefined;
}

function groupOfDevice(identity: Identity, subject: string): Group {
  return { key: deviceKey(identity), hub: identity.hub, subject };
}

/** The tags of these names, each once and in order of their names; undefined if one is missing. */
function namedTags(names: readonly string[], tags: Tags): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (const name of names.toSorted()) {
    const value = Object.hasOwn(tags, name) ? tags[name] : undefined;
    if (value === undefined) return undefined;
    found.set(name, value);
  }
  return found;
}

/**
 * The kind of group before a colon, then its parts. No part holds a colon or a separator, so that neither another
 * kind of group nor other values have the same key; a device's own key has no colon at all.
 */
function keyOf(hub: string, deviceId: string | undefined, tags: ReadonlyMap<string, string>): string {
  const values = [...tags].flat();
  const kind = deviceId !== undefined ? "device" : values.length > 0 ? "tag" : "hub";
  const parts = [hub, ...(deviceId === undefined ? [] : [deviceId]), ...values];
  const key = joined(kind, parts);
  return key.length <= LONGEST_KEY ? key : `${joined("long", [hub])}!${sha256(key)}`;
}

function joined(kind: string, parts: readonly string[]): string {
  return `${kind}:${parts.map(encodePart).join("!")}`;
}

/** As in the key of an identity. A tag may be any text: half a surrogate pair, which no UTF-8 has, is `%uD800`. */
function encodePart(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9._-]/gu, (char) => {
    const code = char.charCodeAt(0).toString(16).toUpperCase();
    if (!char.isWellFormed()) return `%u${code}`;
    return /[!'()*~]/.test(char) ? `%${code}` : encodeURIComponent(char);
  });
}
