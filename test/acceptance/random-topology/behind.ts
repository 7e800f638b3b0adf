/** Who was told of by itself though everything that it reaches the hub through was offline. Where nothing flaps. */
import { identityKey } from "../../../functions/domain/identity.ts";
import { MINUTE_MS, SECOND_MS } from "../../../functions/domain/time.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import { clockTime } from "../story-events.ts";
import type { World } from "../world.ts";
import { identityOf } from "./fleet.ts";
import type { Fleet } from "./fleet.ts";
import type { Happening } from "./history.ts";
import { linkAt, ofName } from "./truth.ts";

/** Its grace, and until its own incident is written down. */
const CERTAINLY_OUT_MS = 5 * MINUTE_MS + 5 * SECOND_MS;

export async function toldThoughBehind(
  { store }: World,
  fleet: Fleet,
  happenings: readonly Happening[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const name of fleet.names) {
    const part = (await store.connections.read(identityOf(name)))?.value.incidents.outage;
    if (part === undefined || part.behind === true) continue;
    const parents = parentsOf(name, fleet);
    const isBehind = parents.every((parent) => isOut(parent, fleet, happenings, part.noticedAt));
    if (parents.length > 0 && isBehind) {
      faults.push(`${identityKey(identityOf(name))} in its own right at ${clockTime(part.noticedAt)}`);
    }
  }
  return faults;
}

function parentsOf(name: string, { parents }: Fleet): readonly string[] {
  const [device = "", module = ""] = name.split("/");
  return module === "" || module.startsWith("$") ? (parents.get(device) ?? []) : [device];
}

/** By the module that speaks for it, or by itself. */
function isOut(device: string, fleet: Fleet, happenings: readonly Happening[], now: Instant): boolean {
  const { names } = fleet;
  const speakers = [`${device}/$edgeHub`, `${device}/$edgeAgent`, device].filter((name) =>
    names.includes(name),
  );
  const links = speakers.map((name) => linkAt(ofName(name, happenings), now));
  const spoken = links.find(({ link }) => link !== "gone");
  return spoken?.link === "down" && now - spoken.since > CERTAINLY_OUT_MS;
}
