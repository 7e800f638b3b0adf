/** One incident with everything that belongs to it, by its id or its short code. */
import { parseCode } from "../../domain/code.ts";
import { outSince } from "../../domain/connection.ts";
import type { Connection } from "../../domain/connection.ts";
import type { Delivery } from "../../domain/delivery.ts";
import { identityKey, parseIdentityKey } from "../../domain/identity.ts";
import type { Identity } from "../../domain/identity.ts";
import { kindOfIncident } from "../../domain/incident.ts";
import type { Incident } from "../../domain/incident.ts";
import type { Instant } from "../../domain/time.ts";
import type { IncidentMember, Store } from "../ports.ts";

/** An identity's part in it: out from `from` to `to`, in both of which it is not known where they are absent. */
export interface MemberView {
  readonly identity: Identity;
  /** Absent once the incident's ending was written: the identity may be elsewhere by now. */
  readonly connection?: Connection;
  readonly from: Instant;
  readonly to?: Instant;
}

export interface IncidentView {
  readonly incident: Incident;
  readonly members: readonly MemberView[];
  readonly deliveries: readonly Delivery[];
}

/** `undefined`: there is no such incident. */
export async function readIncident(store: Store, idOrCode: string): Promise<IncidentView | undefined> {
  if (!idOrCode.isWellFormed()) return undefined;
  const id = (await idOfCode(store, idOrCode)) ?? idOrCode;
  const incident = (await store.incidents.read(id))?.value;
  if (incident === undefined) return undefined;
  const isOver = incident.state.name === "resolved";
  const isListed = isOver && incident.dueAt === undefined;
  const [kept, named, deliveries] = await Promise.all([
    isOver ? store.incidents.membersOf(id) : [],
    // Identities go on naming their last incident, which says nothing more of it once its members are listed.
    isListed ? [] : store.connections.ofIncident(id),
    store.deliveries.ofIncident(id),
  ]);
  const current = named.flatMap(({ value }) => memberOf(value, id) ?? []);
  return { incident, members: withoutRepetition(kept.flatMap(keptMember), current), deliveries };
}

async function idOfCode(store: Store, text: string): Promise<string | undefined> {
  const code = parseCode(text);
  return code === undefined ? undefined : store.incidents.incidentOfCode(code);
}

function memberOf(connection: Connection, incidentId: string): MemberView | undefined {
  const membership = connection.incidents[kindOfIncident(incidentId)];
  if (membership === undefined) return undefined;
  const to = membership.backAt ?? membership.goneAt;
  const member = { identity: connection.identity, connection, from: outSince(membership) };
  return to === undefined ? member : { ...member, to };
}

function keptMember({ key, from, to }: IncidentMember): MemberView[] {
  const identity = parseIdentityKey(key);
  if (identity === undefined) return [];
  return [to === undefined ? { identity, from } : { identity, from, to }];
}

/** While an ending is being written, a member may be among those kept and still name the incident. */
function withoutRepetition(...lists: readonly (readonly MemberView[])[]): MemberView[] {
  const byKey = new Map(lists.flat().map((member) => [identityKey(member.identity), member]));
  return [...byKey].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, member]) => member);
}
