/** `IncidentStore` over documents: incidents, their members, and the short codes. */
import * as z from "zod";
import { TransientError, type IncidentFilter, type IncidentStore } from "../../application/ports.ts";
import { DRILL_KEYS, isDrill } from "../../domain/drill.ts";
import { groupOfIncident, type Incident } from "../../domain/incident.ts";
import { beginsWith, type Condition, type DocumentContainer, type Query } from "./container.ts";
import { LIFETIME_S } from "./containers.ts";
import {
  CODE_PARTITION,
  codeFromDocument,
  codeToDocument,
  incidentFromDocument,
  incidentToDocument,
  membersFromDocument,
  membersPrefix,
  membersToDocument,
  openedKey,
} from "./incident-document.ts";
import { makeListDue } from "./due.ts";
import { readAll, readList, readOne, type OnUnreadable } from "./reading.ts";

/** How often a reservation is looked for that vanished between the refusal and the look. */
const ATTEMPTS = 3;

const dueSchema = z.object({ id: z.string() });

export function makeIncidentStore(
  incidents: DocumentContainer,
  settings: DocumentContainer,
  onUnreadable: OnUnreadable,
): IncidentStore {
  const list = async (query: Query) => {
    const found = await readList(incidents, query, incidentFromDocument, onUnreadable);
    return found.map(({ value }) => value);
  };
  const readCode = async (code: string) =>
    (await readOne(settings, CODE_PARTITION, code, codeFromDocument))?.value;

  return {
    async latest(group) {
      const query = {
        partition: group,
        where: [{ field: "type", is: "=", value: "incident" } as const],
        orderBy: "id",
        descending: true,
        limit: 1,
      } as const;
      // An older one in place of one that cannot be read would look as if the group had no open incident.
      const [found] = await readList(incidents, query, incidentFromDocument, (error) => {
        throw error;
      });
      return found;
    },
    read: (id) => readOne(incidents, groupOfIncident(id), id, incidentFromDocument),
    create: (incident) => incidents.create(incidentToDocument(incident), lifetimeOf(incident)),
    replace: (incident, version) =>
      incidents.replace(incidentToDocument(incident), version, lifetimeOf(incident)),
    async createMembers(incidentId, part, members) {
      await incidents.create(membersToDocument(incidentId, part, members), LIFETIME_S.ofIncident);
    },
    async membersOf(incidentId) {
      const query = {
        partition: groupOfIncident(incidentId),
        where: beginsWith("id", membersPrefix(incidentId)),
      };
      const parts = await readAll(incidents, query, membersFromDocument, onUnreadable);
      return parts.flatMap(({ value }) => value);
    },
    page: (filter, after, limit) =>
      list({ where: pageConditions(filter.state, after), orderBy: "openedKey", descending: true, limit }),
    due: makeListDue(incidents, {
      field: "dueAt",
      select: ["id"],
      read: (body) => dueSchema.parse(body),
      onUnreadable,
    }),
    async reserveCode(code, incidentId) {
      const body = codeToDocument(code, incidentId);
      const lifetimeS = incidentId.startsWith(DRILL_KEYS) ? LIFETIME_S.drill : LIFETIME_S.ofIncident;
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        if ((await settings.create(body, lifetimeS)) !== undefined) return true;
        const owner = await readCode(code);
        if (owner !== undefined) return owner === incidentId;
      }
      throw new TransientError(`the code ${code} is neither free nor reserved`);
    },
    incidentOfCode: readCode,
  };
}

function lifetimeOf({ hub, state }: Incident): number | undefined {
  if (isDrill({ hub })) return LIFETIME_S.drill;
  return state.name === "resolved" ? LIFETIME_S.incident : undefined;
}

/** `openedKey` is compared even on the first page: only incidents have one. */
function pageConditions(
  state: IncidentFilter["state"],
  after: { readonly openedAt: number; readonly id: string } | undefined,
): Condition[] {
  return [
    after === undefined
      ? { field: "openedKey", is: ">=", value: "" }
      : { field: "openedKey", is: "<", value: openedKey(after.openedAt, after.id) },
    ...(state === undefined ? [] : [{ field: "state", is: "in", values: [state].flat() } as const]),
  ];
}
