/** `ConnectionStore` over documents. */
import * as z from "zod";
import type { ConnectionFilter, ConnectionGlimpse, ConnectionStore, Saved } from "../../application/ports.ts";
import type { Connection } from "../../domain/connection.ts";
import { DRILL_KEYS, isDrill } from "../../domain/drill.ts";
import { deviceKey, identityKey, parseIdentityKey, type Identity } from "../../domain/identity.ts";
import { connectionFromDocument, connectionToDocument } from "./connection-document.ts";
import { kindOfIncident } from "../../domain/incident.ts";
import { beginsWith, type Condition, type DocumentContainer, type Query } from "./container.ts";
import { LIFETIME_S } from "./containers.ts";
import { makeListDue } from "./due.ts";
import { readAll, readList, readOne, type OnUnreadable } from "./reading.ts";

/** How many partitions one query names. */
const DEVICES_AT_ONCE = 100;

const INCIDENT_FIELD = { outage: "incident", flapping: "flappingIncident" } as const;

const keySchema = z.object({ id: z.string() });

const glimpseSchema = keySchema.extend({
  state: z.enum(["new", "online", "suspect", "offline", "recovering", "deleted"]),
});

export function makeConnectionStore(
  container: DocumentContainer,
  onUnreadable: OnUnreadable,
): ConnectionStore {
  const all = (query: { readonly partition?: string; readonly where?: readonly Condition[] }) =>
    readAll(container, query, connectionFromDocument, onUnreadable);
  const list = async (query: Query) =>
    valuesOf(await readList(container, query, connectionFromDocument, onUnreadable));

  const due = { select: ["id"], read: dueFromDocument, onUnreadable } as const;

  return {
    read: (identity) =>
      readOne(container, deviceKey(identity), identityKey(identity), connectionFromDocument),
    create: (connection) => container.create(connectionToDocument(connection), lifetimeOf(connection)),
    replace: (connection, version) =>
      container.replace(connectionToDocument(connection), version, lifetimeOf(connection)),
    ofDevice: (device) => all({ partition: deviceKey(device) }),
    ofDeviceId: async (deviceId) =>
      (await all({ where: [{ field: "deviceId", is: "=", value: deviceId }] })).filter(isNoDrill),
    // A member that cannot be read must not look like one that is not there: its incident would end without it.
    ofIncident: (incidentId) =>
      readAll(
        container,
        { where: [{ field: INCIDENT_FIELD[kindOfIncident(incidentId)], is: "=", value: incidentId }] },
        connectionFromDocument,
        (error) => {
          throw error;
        },
      ),
    async ofDevices(devices) {
      const found: Saved<Connection>[] = [];
      for (const values of chunksOf(devices)) {
        found.push(...(await all({ where: [{ field: "pk", is: "in", values }] })));
      }
      return found.toSorted(byKey);
    },
    async childrenOf(device) {
      const parent = deviceKey(device);
      const query = { where: [{ field: "parent", is: "=", value: parent }], select: ["id"] } as const;
      const found = await readAll(container, query, keyFromDocument, onUnreadable);
      return found.map(({ value }) => value);
    },
    disconnected: ({ hub, devicePrefix }, after, limit) => {
      const where: Condition[] = [
        ...keyConditions(hub, devicePrefix.toWellFormed()),
        { field: "state", is: "in", values: ["suspect", "offline"] },
        ...following(after),
      ];
      return readList(container, { where, orderBy: "id", limit }, connectionFromDocument, onUnreadable);
    },
    page: (filter, after, limit) =>
      list({ where: [...conditionsOf(filter), ...following(after)], orderBy: "id", limit }),
    async glimpse(after, limit) {
      const query: Query = { where: following(after), orderBy: "id", limit, select: ["id", "state"] };
      return valuesOf(await readList(container, query, glimpseFromDocument, onUnreadable));
    },
    overdue: makeListDue(container, { field: "deadline", ...due }),
    owing: makeListDue(container, { field: "owedSince", ...due }),
  };
}

function lifetimeOf({ identity, state }: Connection): number | undefined {
  if (isDrill(identity)) return LIFETIME_S.drill;
  return state.name === "deleted" ? LIFETIME_S.deletedConnection : undefined;
}

function isNoDrill({ value }: Saved<Connection>): boolean {
  return !isDrill(value.identity);
}

function valuesOf<T>(saved: readonly Saved<T>[]): T[] {
  return saved.map(({ value }) => value);
}

function byKey(a: Saved<Connection>, b: Saved<Connection>): number {
  return identityKey(a.value.identity) < identityKey(b.value.identity) ? -1 : 1;
}

function chunksOf(devices: readonly string[]): string[][] {
  const distinct = [...new Set(devices)];
  const chunks: string[][] = [];
  for (let start = 0; start < distinct.length; start += DEVICES_AT_ONCE) {
    chunks.push(distinct.slice(start, start + DEVICES_AT_ONCE));
  }
  return chunks;
}

function conditionsOf({ hub, state, devicePrefix }: ConnectionFilter): Condition[] {
  return [
    ...keyConditions(hub, devicePrefix?.toWellFormed()),
    state === undefined
      ? { field: "state", is: "!=", value: "deleted" }
      : { field: "state", is: "=", value: state },
  ];
}

/** A hub, with or without a device's beginning, is a range of keys: they begin with it. */
function keyConditions(hub: string | undefined, devicePrefix: string | undefined): Condition[] {
  if (hub !== undefined) return beginsWith("id", deviceKey({ hub, deviceId: devicePrefix ?? "" }));
  return devicePrefix === undefined ? [] : beginsWith("deviceId", devicePrefix);
}

/** Behind the drills, whose keys sort before those of any hub's devices. */
function following(after = `${DRILL_KEYS}\uFFFF`): Condition[] {
  return [{ field: "id", is: ">", value: after }];
}

function glimpseFromDocument(body: unknown): ConnectionGlimpse {
  const { id, state } = glimpseSchema.parse(body);
  return { identity: identityOf(id), state };
}

/** Of a device's own document the id is the device's key. */
function keyFromDocument(body: unknown): string {
  return keySchema.parse(body).id;
}

function dueFromDocument(body: unknown): { readonly identity: Identity } {
  return { identity: identityOf(keySchema.parse(body).id) };
}

function identityOf(id: string): Identity {
  const identity = parseIdentityKey(id);
  if (identity === undefined) throw new Error("its id is not that of an identity");
  return identity;
}
