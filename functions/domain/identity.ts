/** Who can be connected: a device or one of its modules, on one IoT Hub. */

export interface Identity {
  /** The hub's name, lower-cased: Event Grid changes its case between events. */
  readonly hub: string;
  /** Case-sensitive, as IoT Hub has it. */
  readonly deviceId: string;
  /** Absent for the device itself. */
  readonly moduleId?: string;
}

/** The injective text form of an identity: the id of its document. */
export type IdentityKey = string;
/** The injective text form of a hub and a device: the partition of everything that belongs to a device. */
export type DeviceKey = string;

/**
 * Lower than every character that `encodePart` can produce, so that a device and its modules stand
 * next to each other when keys are sorted.
 */
const SEPARATOR = "!";

const UNRESERVED = /^[A-Za-z0-9._-]*$/;

/** Percent-encodes all but RFC 3986's unreserved characters without `~`, which some stores dislike in ids. */
function encodePart(part: string): string {
  // As most ids are: every event encodes its own some ten times.
  if (UNRESERVED.test(part)) return part;
  return encodeURIComponent(part).replaceAll(
    /[!'()*~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function deviceKey(identity: { readonly hub: string; readonly deviceId: string }): DeviceKey {
  return `${encodePart(identity.hub)}${SEPARATOR}${encodePart(identity.deviceId)}`;
}

export function identityKey(identity: Identity): IdentityKey {
  const device = deviceKey(identity);
  return identity.moduleId === undefined ? device : `${device}${SEPARATOR}${encodePart(identity.moduleId)}`;
}

/** The inverse of `identityKey`; undefined for what it cannot have produced. */
export function parseIdentityKey(key: IdentityKey): Identity | undefined {
  let parts: string[];
  try {
    parts = key.split(SEPARATOR).map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const [hub, deviceId, moduleId] = parts;
  if (!hub || !deviceId || moduleId === "") return undefined;
  const identity = moduleId === undefined ? { hub, deviceId } : { hub, deviceId, moduleId };
  return identityKey(identity) === key ? identity : undefined;
}

/** What people call it: the device's id, or `device/module`. */
export function identityName(identity: Identity): string {
  return identity.moduleId === undefined ? identity.deviceId : `${identity.deviceId}/${identity.moduleId}`;
}
