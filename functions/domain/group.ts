/** Groups: what is told as one incident. In this first form, a device with all its modules. */
import { isDrill } from "./drill.ts";
import { deviceKey } from "./identity.ts";
import type { Identity } from "./identity.ts";

export interface Group {
  /** The partition of the group's incidents. */
  readonly key: string;
  readonly hub: string;
  /** What people call it. */
  readonly subject: string;
}

export function groupOf(identity: Identity): Group {
  const { hub, deviceId } = identity;
  return { key: deviceKey(identity), hub, subject: isDrill(identity) ? "Linewatch" : deviceId };
}
