/**
 * Where the API's routes are, one Function each: one that reads and one that acts are different Functions. What
 * answers there is loaded with the first request.
 */

/** What the host has to know of a route. */
export interface ApiAddress {
  /** The Function's name. */
  readonly name: string;
  /** The route template, without a slash before it. */
  readonly path: string;
  /** `function`: the platform asks for a key. */
  readonly authLevel: "anonymous" | "function";
}

const device = "api/devices/{deviceId}";
const module = `${device}/modules/{moduleId}`;
const authLevel = "function";

/** Open, because whoever watches the app should not need a key of it. */
export const HEALTH_ADDRESS = { name: "health", path: "api/health", authLevel: "anonymous" } as const;

export const API_ADDRESSES = [
  { name: "devices", path: "api/devices", authLevel },
  { name: "device", path: device, authLevel },
  { name: "device-transitions", path: `${device}/transitions`, authLevel },
  { name: "device-explain", path: `${device}/explain`, authLevel },
  { name: "module", path: module, authLevel },
  { name: "module-transitions", path: `${module}/transitions`, authLevel },
  { name: "module-explain", path: `${module}/explain`, authLevel },
  { name: "incidents", path: "api/incidents", authLevel },
  { name: "incident", path: "api/incidents/{id}", authLevel },
  { name: "summary", path: "api/summary", authLevel },
  { name: "rejected", path: "api/rejected", authLevel },
  { name: "start-drill", path: "api/drill", authLevel },
  { name: "drill", path: "api/drill/{id}", authLevel },
  HEALTH_ADDRESS,
] as const satisfies readonly ApiAddress[];
