/** The resource id of an IoT hub: `/subscriptions/…/resourceGroups/…/providers/Microsoft.Devices/IotHubs/…`. */

export interface HubId {
  /** As it was given. */
  readonly text: string;
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
}

const hubId =
  /^\/subscriptions\/(?<subscription>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/resourceGroups\/(?<group>[\p{L}\p{N}_().-]{1,90})\/providers\/Microsoft\.Devices\/IotHubs\/(?<name>[A-Za-z0-9-]{3,50})\/?$/iu;

/** Undefined for the id of anything else. */
export function parseHubId(text: string): HubId | undefined {
  const { subscription, group, name } = hubId.exec(text)?.groups ?? {};
  if (subscription === undefined || group === undefined || name === undefined) return undefined;
  return { text: text.replace(/\/$/, ""), subscription, group, name };
}

/** Azure gives ids back in other cases than they were given in. */
export function isSameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
