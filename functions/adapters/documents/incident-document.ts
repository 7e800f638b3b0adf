/** The documents of an incident, of its members once it is over, and of its code. */
import * as z from "zod";
import type { IncidentMember } from "../../application/ports.ts";
import { PURPOSES } from "../../domain/delivery.ts";
import { CAUSES } from "../../domain/notice.ts";
import { groupOfIncident, type Incident, type IncidentState } from "../../domain/incident.ts";
import type { Instant } from "../../domain/time.ts";
import type { DocumentBody } from "./container.ts";
import { instant, version } from "./fields.ts";
import { noticeShape, shapeOfNotice, shapeOfTarget, targetShape } from "./notice-shape.ts";

const keys = { v: version, id: z.string(), pk: z.string() };

const owed = z.strictObject({
  purpose: z.enum(PURPOSES),
  revision: z.number().optional(),
  notice: noticeShape,
  targets: z.array(targetShape),
  dueAfter: instant.optional(),
});

const common = {
  ...keys,
  type: z.literal("incident"),
  hub: z.string(),
  subject: z.string(),
  code: z.string(),
  /** Sorts incidents by opening and then by id, in one index. A drill is in no list. */
  openedKey: z.string().exactOptional(),
  drill: z.array(z.string()).optional(),
  openedAt: instant,
  opener: z.strictObject({ key: z.string(), until: instant }),
  announcedAt: instant.optional(),
  cause: z.enum(CAUSES).optional(),
  lookedAt: instant.optional(),
  dueAt: instant.optional(),
  told: z.array(
    z.strictObject({ target: targetShape, at: instant, accepted: z.literal(true).exactOptional() }),
  ),
  shown: z.array(z.string()),
  /** Each message that spoke of others than those before: when, and of how many of `shown`. */
  spoken: z.array(z.tuple([instant, z.number()])).optional(),
  changes: z
    .strictObject({
      revision: z.number(),
      update: z.number().optional(),
      dueAt: instant.optional(),
      unnoticed: z.array(z.string()),
      card: z.string(),
    })
    .optional(),
  owed: owed.optional(),
  since: instant.optional(),
  until: instant.optional(),
};

const incident = z.discriminatedUnion("state", [
  z.strictObject({ ...common, state: z.literal(["open", "ending"]) }),
  z.strictObject({
    ...common,
    state: z.literal("resolved"),
    resolvedAt: instant,
    outcome: z.enum(["recovered", "closed", "unspoken"]),
  }),
]);

/** Where an incident stands among all, by opening; compared as text. */
export function openedKey(openedAt: Instant, id: string): string {
  return `${String(openedAt).padStart(15, "0")}!${id}`;
}

function shapeOfState(state: IncidentState) {
  return state.name === "resolved"
    ? { state: state.name, resolvedAt: state.at, outcome: state.outcome }
    : { state: state.name };
}

export function incidentToDocument(value: Incident): DocumentBody {
  const { id, group, state, drill, told, shown, spoken, changes, owed: messages, ...same } = value;
  if (groupOfIncident(id) !== group) throw new Error(`the incident ${id} is not of the group ${group}`);
  return z.encode(incident, {
    v: 1,
    id,
    pk: group,
    type: "incident",
    ...shapeOfState(state),
    ...(drill === undefined ? { openedKey: openedKey(value.openedAt, id) } : { drill: [...drill] }),
    ...same,
    told: told.map((one) => ({ ...one, target: shapeOfTarget(one.target) })),
    shown: [...shown],
    spoken: spoken?.map(({ at, count }): [Instant, number] => [at, count]),
    changes: changes && { ...changes, unnoticed: [...changes.unnoticed] },
    owed: messages && {
      ...messages,
      notice: shapeOfNotice(messages.notice),
      targets: messages.targets.map(shapeOfTarget),
    },
  });
}

export function incidentFromDocument(body: unknown): Incident {
  const shape = incident.parse(body);
  const { v: _v, pk, type: _type, openedKey: _key, spoken: rows, ...rest } = shape;
  const spoken = rows?.map(([at, count]) => ({ at, count }));
  if (rest.state !== "resolved") {
    const { state, ...same } = rest;
    return { ...same, spoken, group: pk, state: { name: state } };
  }
  const { state, resolvedAt, outcome, ...same } = rest;
  return { ...same, spoken, group: pk, state: { name: state, at: resolvedAt, outcome } };
}

/** Key, from, to (`null` for who never came back). */
const memberRow = z.tuple([z.string(), instant, instant.nullable()]);

export function membersPrefix(incidentId: string): string {
  return `${incidentId}!members!`;
}

const members = z.strictObject({
  ...keys,
  type: z.literal("members"),
  members: z.array(memberRow).max(1000),
});

function rowOfMember({ key, from, to }: IncidentMember): z.output<typeof memberRow> {
  return [key, from, to ?? null];
}

export function membersToDocument(
  incidentId: string,
  part: number,
  list: readonly IncidentMember[],
): DocumentBody {
  return z.encode(members, {
    v: 1,
    id: `${membersPrefix(incidentId)}${String(part).padStart(6, "0")}`,
    pk: groupOfIncident(incidentId),
    type: "members",
    members: list.map(rowOfMember),
  });
}

export function membersFromDocument(body: unknown): IncidentMember[] {
  const rows = members.parse(body).members;
  return rows.map(([key, from, to]) => (to === null ? { key, from } : { key, from, to }));
}

export const CODE_PARTITION = "code";

const code = z.strictObject({ ...keys, incidentId: z.string() });

export function codeToDocument(id: string, incidentId: string): DocumentBody {
  return z.encode(code, { v: 1, id, pk: CODE_PARTITION, incidentId });
}

/** The incident that reserved the code. */
export function codeFromDocument(body: unknown): string {
  return code.parse(body).incidentId;
}
