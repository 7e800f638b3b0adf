/** Beginnings that several use cases are tried on: an outage, noticed, told, and over. */
import { lookAtIncident } from "../../../functions/application/look-at-incident.ts";
import type { Identity } from "../../../functions/domain/identity.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import { IDENTITY, T0, down, up } from "../domain/histories.ts";
import { live, onlyIncident } from "./setting.ts";
import type { Setting } from "./setting.ts";

export const NOTICED: Instant = T0 + 5 * MINUTE_MS;
export const ANNOUNCED: Instant = NOTICED + 30 * SECOND_MS;
export const BACK: Instant = T0 + 20 * MINUTE_MS;
/** The recovery is over, and the look that it asks for is due. */
export const OVER: Instant = BACK + 91 * SECOND_MS;

/** Out since T0, noticed, member of an incident that nobody was told of yet. */
export async function noticed(setting: Setting, ...identities: Identity[]): Promise<Incident> {
  const all = identities.length === 0 ? [IDENTITY] : identities;
  for (const identity of all) await live(setting, identity, up(1, -MINUTE_MS), down(2, 0));
  setting.now = NOTICED;
  for (const identity of all) await live(setting, identity, { kind: "sweep" });
  return onlyIncident(setting);
}

/** The same, and everybody was told. */
export async function announced(setting: Setting, ...identities: Identity[]): Promise<Incident> {
  const { id } = await noticed(setting, ...identities);
  setting.now = ANNOUNCED;
  await lookAtIncident(setting.deps, id, ANNOUNCED);
  return onlyIncident(setting);
}

/** Connected again, the recovery over; nobody has looked yet. */
export async function back(setting: Setting, ...identities: Identity[]): Promise<void> {
  for (const identity of identities.length === 0 ? [IDENTITY] : identities) {
    await live(setting, identity, up(3, BACK - T0));
    setting.now = OVER;
    await live(setting, identity, { kind: "sweep" });
  }
}
