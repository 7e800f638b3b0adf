/** Finds a group's incident that is not over, or opens one: whoever creates the next number has opened it. */
import { codeOf } from "../domain/code.ts";
import { isDrill } from "../domain/drill.ts";
import type { Group } from "../domain/group.ts";
import { parseIdentityKey } from "../domain/identity.ts";
import type { IdentityKey } from "../domain/identity.ts";
import { nextIncidentId } from "../domain/incident.ts";
import type { Incident } from "../domain/incident.ts";
import { MINUTE_MS } from "../domain/time.ts";
import type { Instant } from "../domain/time.ts";
import { contend } from "./contend.ts";
import type { Deps } from "./deps.ts";
import { isUnlisted, keepMembers } from "./keep-members.ts";
import { scheduleLook } from "./request-look.ts";

/** So long an incident waits for its opener to name it: by then the sweep has found what a dead one owes. */
const OPENER_MS = 3 * MINUTE_MS;

interface Opening {
  readonly opener: IdentityKey;
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
  return deps.turns.take(`open ${group.key}`, () =>
    contend<FoundIncident>(deps, `the incident of ${group.key}`, async () => {
      const last = (await incidents.latest(group.key))?.value;
      if (last !== undefined && last.state.name !== "resolved") return found(deps, last, opening);
      if (last !== undefined && isUnlisted(last)) await keepMembers(deps, last.id);
      return create(deps, group, nextIncidentId(group.key, last?.id), opening);
    }),
  );
}

/** Who opened it a moment ago and did not hear of that makes good what follows; it is a joiner like any by now. */
async function found(deps: Deps, incident: Incident, { opener, dueAt }: Opening): Promise<FoundIncident> {
  const isOwn = incident.opener.key === opener && deps.clock.now() < incident.opener.until;
  if (isOwn) await scheduleLook(deps, incident.id, dueAt);
  return { incident, opened: false };
}

async function create(
  deps: Deps,
  { key, hub, subject }: Group,
  id: string,
  { opener, openedAt, dueAt }: Opening,
): Promise<FoundIncident | "lost"> {
  const drill = isDrill({ hub }) ? await receiversOfDrill(deps, opener) : undefined;
  const incident: Incident = {
    id,
    group: key,
    hub,
    subject,
    code: await reserveCode(deps, id),
    state: { name: "open" },
    drill,
    openedAt,
    opener: { key: opener, until: deps.clock.now() + OPENER_MS },
    dueAt,
    told: [],
    shown: [],
  };
  if ((await deps.store.incidents.create(incident)) === undefined) return "lost";
  await scheduleLook(deps, id, dueAt);
  return { incident, opened: true };
}

/** One that is forgotten already tells nobody. */
async function receiversOfDrill({ store }: Deps, opener: IdentityKey): Promise<readonly string[]> {
  const id = parseIdentityKey(opener)?.deviceId;
  const drill = id === undefined ? undefined : await store.drills.read(id);
  return drill?.receivers ?? [];
}

function reserveCode(deps: Deps, id: string): Promise<string> {
  let attempt = 0;
  return contend(deps, "a short code", async () => {
    const code = codeOf(id, attempt);
    if (await deps.store.incidents.reserveCode(code, id)) return code;
    attempt += 1;
    return "lost";
  });
}
