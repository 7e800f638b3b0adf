/** `IncidentStore` over documents: incidents, their groups' pointers, their members, and the short codes. */
import { TransientError, type IncidentStore } from "../../application/ports.ts";
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
  POINTER_ID,
  pointerFromDocument,
  pointerToDocument,
} from "./incident-document.ts";
import { readAll, readList, readOne, type OnUnreadable } from "./reading.ts";

/** How often a reservation is looked for that vanished between the refusal and the look. */
const ATTEMPTS = 3;

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
    readPointer: (group) => readOne(incidents, group, POINTER_ID, pointerFromDocument),
    createPointer: (pointer) => incidents.create(pointerToDocument(pointer), LIFETIME_S.incident),
    replacePointer: (pointer, version) =>
      incidents.replace(pointerToDocument(pointer), version, LIFETIME_S.incident),
    read: (id) => readOne(incidents, groupOfIncident(id), id, incidentFromDocument),
    create: (incident) => incidents.create(incidentToDocument(incident), lifetimeOf(incident)),
    replace: (incident, version) =>
      incidents.replace(incidentToDocument(incident), version, lifetimeOf(incident)),
    async createMembers(incidentId, part, members) {
      await incidents.create(membersToDocument(incidentId, part, members), LIFETIME_S.incident);
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
    due: (until, limit) =>
      list({ where: [{ field: "dueAt", is: "<=", value: until }], orderBy: "dueAt", limit }),
    async reserveCode(code, incidentId) {
      const body = codeToDocument(code, incidentId);
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        if ((await settings.create(body, LIFETIME_S.code)) !== undefined) return true;
        const owner = await readCode(code);
        if (owner !== undefined) return owner === incidentId;
      }
      throw new TransientError(`the code ${code} is neither free nor reserved`);
    },
    incidentOfCode: readCode,
  };
}

function lifetimeOf({ state }: Incident): number | undefined {
  return state.name === "resolved" ? LIFETIME_S.incident : undefined;
}

/** `openedKey` is compared even on the first page: only incidents have one. */
function pageConditions(
  state: Incident["state"]["name"] | undefined,
  after: { readonly openedAt: number; readonly id: string } | undefined,
): Condition[] {
  return [
    after === undefined
      ? { field: "openedKey", is: ">=", value: "" }
      : { field: "openedKey", is: "<", value: openedKey(after.openedAt, after.id) },
    ...(state === undefined ? [] : [{ field: "state", is: "=", value: state } as const]),
  ];
}
