/** Finds a group's incident that is not over, or opens one: creating the group's pointer decides who opens. */
import { randomCode } from "../domain/code.ts";
import type { Group } from "../domain/group.ts";
import { incidentId } from "../domain/incident.ts";
import type { Incident } from "../domain/incident.ts";
import type { Instant } from "../domain/time.ts";
import { contend } from "./contend.ts";
import type { Deps } from "./deps.ts";
import { scheduleLook } from "./request-look.ts";

interface Opening {
  readonly openedAt: Instant;
  readonly dueAt: Instant;
}

export interface FoundIncident {
  readonly incident: Incident;
  /** Whether this call opened it; its first look is scheduled then. */
  readonly opened: boolean;
}

export function findOrOpen(deps: Deps, group: Group, opening: Opening): Promise<FoundIncident> {
  const { incidents } = deps.store;
  return contend<FoundIncident>(deps, `the incident of ${group.key}`, async () => {
    const pointer = await incidents.readPointer(group.key);
    if (pointer !== undefined) {
      const id = pointer.value.incidentId;
      const incident = (await incidents.read(id))?.value;
      if (incident !== undefined && incident.state.name !== "resolved") return { incident, opened: false };
      // The pointer's writer crashed before it could create the incident: whoever finds that does it.
      if (incident === undefined) return create(deps, group, id, opening);
    }
    const id = incidentId(group.key, suffix(deps, opening.openedAt));
    const next = { group: group.key, incidentId: id };
    const written =
      pointer === undefined
        ? await incidents.createPointer(next)
        : await incidents.replacePointer(next, pointer.version);
    return written === undefined ? "lost" : create(deps, group, id, opening);
  });
}

async function create(
  deps: Deps,
  { key, hub, subject }: Group,
  id: string,
  { openedAt, dueAt }: Opening,
): Promise<FoundIncident | "lost"> {
  const code = await reserveCode(deps, id);
  const open = { name: "open" } as const;
  const incident: Incident = {
    id,
    group: key,
    hub,
    subject,
    code,
    state: open,
    openedAt,
    dueAt,
    told: [],
    shown: [],
  };
  if ((await deps.store.incidents.create(incident)) === undefined) return "lost";
  await scheduleLook(deps, id, dueAt);
  return { incident, opened: true };
}

/** Ids sort by time, and two that are opened in the same millisecond still differ. */
function suffix(deps: Deps, openedAt: Instant): string {
  const random = Math.floor(deps.random() * 36 ** 6);
  return `${openedAt.toString(36)}${random.toString(36).padStart(6, "0")}`;
}

function reserveCode(deps: Deps, id: string): Promise<string> {
  return contend(deps, "a short code", async () => {
    const code = randomCode(deps.random);
    return (await deps.store.incidents.reserveCode(code, id)) ? code : "lost";
  });
}
