/** Everything that the product says at the end, over its HTTP interface, as far as truth can be held against it. */
import * as z from "zod";

import { identityKey } from "../../../functions/domain/identity.ts";
import type { IdentityKey } from "../../../functions/domain/identity.ts";

const instant = z.iso.datetime().transform(Date.parse);
const ids = { hub: z.string(), deviceId: z.string(), moduleId: z.string().nullable() };

const identitySchema = z
  .looseObject({
    ...ids,
    state: z.string(),
    since: instant.nullable(),
    deadline: instant.nullable(),
    lastConnectedAt: instant.nullable(),
    lastDisconnectedAt: instant.nullable(),
    incidentId: z.string().nullable(),
  })
  .transform((row) => ({ ...row, key: keyOf(row) }));
export type SeenIdentity = z.infer<typeof identitySchema>;

const deviceSchema = z.looseObject({
  gateway: z.looseObject({}).nullable(),
  modules: z.array(identitySchema),
});

const transitionSchema = z.looseObject({
  state: z.string(),
  at: instant,
  noticedAt: instant,
  cause: z.string().nullable(),
  life: z.number(),
  hidden: z.boolean(),
  retractedAt: instant.nullable(),
});
export type SeenTransition = z.infer<typeof transitionSchema>;

const incidentSchema = z.looseObject({
  id: z.string(),
  code: z.string(),
  kind: z.enum(["outage", "flapping"]),
  state: z.string(),
  subject: z.string(),
  openedAt: instant,
  announcedAt: instant.nullable(),
  since: instant.nullable(),
  endedAt: instant.nullable(),
  resolvedAt: instant.nullable(),
  outcome: z.string().nullable(),
  count: z.number(),
  members: z.array(
    z
      .looseObject({ ...ids, from: instant, to: instant.nullable() })
      .transform((row) => ({ ...row, key: keyOf(row) })),
  ),
  deliveries: z.array(
    z.looseObject({
      purpose: z.string(),
      target: z.string(),
      channel: z.string(),
      state: z.string(),
      attempts: z.number(),
    }),
  ),
  told: z.array(z.looseObject({ target: z.string(), channel: z.string(), at: instant })),
});
export type SeenIncident = z.infer<typeof incidentSchema>;

const summarySchema = z.looseObject({
  identities: z.looseObject({ total: z.number(), byState: z.record(z.string(), z.number()) }),
  rejected: z.number(),
});

export interface SeenApp {
  readonly identities: ReadonlyMap<IdentityKey, SeenIdentity>;
  /** As the API has them, newest first. */
  readonly histories: ReadonlyMap<IdentityKey, readonly SeenTransition[]>;
  readonly incidents: readonly SeenIncident[];
  readonly summary: z.infer<typeof summarySchema>;
}

function keyOf({ hub, deviceId, moduleId }: z.infer<z.ZodObject<typeof ids>>): IdentityKey {
  return identityKey(moduleId === null ? { hub, deviceId } : { hub, deviceId, moduleId });
}

/** `url`: of a running app. Throws for an answer that is not as promised. */
export async function readApp(url: string): Promise<SeenApp> {
  const devices = await readList(url, "/api/devices", z.looseObject({ deviceId: z.string() }));
  const identities: SeenIdentity[] = [];
  for (const { deviceId } of devices) identities.push(...(await identitiesOf(url, deviceId)));
  const histories = new Map<IdentityKey, SeenTransition[]>();
  for (const { key, deviceId, moduleId } of identities) {
    const module = moduleId === null ? "" : `/modules/${encodeURIComponent(moduleId)}`;
    const path = `/api/devices/${encodeURIComponent(deviceId)}${module}/transitions`;
    histories.set(key, await readList(url, path, transitionSchema));
  }
  const rows = await readList(url, "/api/incidents", z.looseObject({ id: z.string() }));
  const incidents: SeenIncident[] = [];
  for (const { id } of rows) {
    incidents.push(incidentSchema.parse(await read(url, `/api/incidents/${encodeURIComponent(id)}`)));
  }
  return {
    identities: new Map(identities.map((identity) => [identity.key, identity])),
    histories,
    incidents,
    summary: summarySchema.parse(await read(url, "/api/summary")),
  };
}

/** A gateway's row is made of its modules, so it is no identity of its own. */
async function identitiesOf(url: string, deviceId: string): Promise<SeenIdentity[]> {
  const answer = await read(url, `/api/devices/${encodeURIComponent(deviceId)}`);
  const { gateway, modules } = deviceSchema.parse(answer);
  return gateway === null ? [identitySchema.parse(answer), ...modules] : modules;
}

async function readList<T extends z.ZodType>(url: string, path: string, element: T): Promise<z.infer<T>[]> {
  const schema = z.looseObject({ value: z.array(element), nextLink: z.string().optional() });
  const all: z.infer<T>[] = [];
  let next: string | undefined = `${path}?top=1000`;
  while (next !== undefined) {
    const page: z.infer<typeof schema> = schema.parse(await read(url, next));
    all.push(...page.value);
    next = page.nextLink;
  }
  return all;
}

async function read(url: string, path: string): Promise<unknown> {
  const response = await fetch(url + path);
  if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** What people call it. */
export function nameOf(identity: { readonly deviceId: string; readonly moduleId?: string | null }): string {
  return identity.moduleId ? `${identity.deviceId}/${identity.moduleId}` : identity.deviceId;
}
