/** Values to keep: complete, valid, and told apart by what a test gives them. */
import type { RejectedEvent } from "../../../functions/application/ports.ts";
import type { Connection, ConnectionState, Head } from "../../../functions/domain/connection.ts";
import { deliveryId, type Delivery } from "../../../functions/domain/delivery.ts";
import type { Identity } from "../../../functions/domain/identity.ts";
import { incidentId, type Incident } from "../../../functions/domain/incident.ts";
import type { Notice } from "../../../functions/domain/notice.ts";
import { parseSequence, type Sequence } from "../../../functions/domain/sequence.ts";
import type { Transition } from "../../../functions/domain/transition.ts";

/** 2026-11-21T09:00:00Z. */
export const T0 = 1_795_251_600_000;

export function sequence(number: number): Sequence {
  const parsed = parseSequence(
    `1D4132452F67CE2000000020000000000000000${number.toString(16).padStart(9, "0")}`,
  );
  if (parsed === undefined) throw new Error(`${number} is no sequence number`);
  return parsed;
}

export const device: Identity = { hub: "contoso-hub", deviceId: "rpihat2" };
export const agent: Identity = { ...device, moduleId: "$edgeAgent" };

const emptyHead: Head = { link: "none", since: 0, clock: 0, drops: 0, outages: 0 };

export function connectionOf(identity: Identity, over: Partial<Connection> = {}): Connection {
  const cause = sequence(2);
  const state: ConnectionState = { name: "online", since: T0, cause };
  return {
    identity,
    state,
    base: emptyHead,
    recent: [
      {
        kind: "disconnected",
        sequence: sequence(1),
        at: T0 - 20_000,
        eventId: "e-1",
        noticedAt: T0 - 19_000,
      },
      { kind: "connected", sequence: cause, at: T0, eventId: "e-2", noticedAt: T0 + 1_000 },
    ],
    head: {
      link: "up",
      cause,
      since: T0,
      last: { sequence: cause, at: T0 },
      clock: T0,
      lastConnectedAt: T0,
      lastDisconnectedAt: T0 - 20_000,
      drops: 1,
      outages: 0,
    },
    incidents: {},
    ...over,
  };
}

export function suspect(identity: Identity, deadline: number): Connection {
  return connectionOf(identity, {
    state: { name: "suspect", since: T0, cause: sequence(2), deadline },
  });
}

export function owing(identity: Identity, since: number): Connection {
  const records = [transitionOf(identity, T0, "offline")];
  return connectionOf(identity, { owed: { since, records, archive: [], incident: true } });
}

export function memberOf(identity: Identity, id: string): Connection {
  return connectionOf(identity, { incidents: { outage: { id, outAt: T0, noticedAt: T0 + 1 } } });
}

export function transitionOf(
  identity: Identity,
  at: number,
  state: Transition["state"],
  over: Partial<Transition> = {},
): Transition {
  const cause = state === "deleted" ? undefined : sequence(at - T0 + 1_000_000);
  return { identity, state, at, cause, noticedAt: at + 300, source: "event", ...over };
}

export const group = "contoso-hub!rpihat2";

export function incidentOf(over: Partial<Incident> & { readonly suffix?: string } = {}): Incident {
  const { suffix = "a1", ...rest } = over;
  const of = rest.group ?? group;
  return {
    id: incidentId(of, suffix),
    opener: { key: of, until: T0 + 60_000 },
    group: of,
    hub: "contoso-hub",
    subject: "rpihat2",
    code: "7K2M",
    state: { name: "open" },
    openedAt: T0,
    told: [{ target: { id: "workflow:ops", channel: "teams-workflow" }, at: T0 + 5 }],
    shown: ["contoso-hub!rpihat2", "contoso-hub!rpihat2!%24edgeAgent"],
    spoken: [{ at: T0 + 5, count: 2 }],
    ...rest,
  };
}

export function noticeOf(incident: Incident): Notice {
  const { code, id, hub, subject } = incident;
  return {
    word: "OFFLINE",
    code,
    incidentId: id,
    hub,
    subject,
    count: 2,
    names: ["rpihat2", "rpihat2/$edgeAgent"],
    at: T0,
    since: T0,
    zone: "Europe/Oslo",
  };
}

export function deliveryOf(over: Partial<Delivery> & { readonly incident?: Incident } = {}): Delivery {
  const { incident = incidentOf(), ...rest } = over;
  const target = rest.target ?? { id: "sms:+4790000000", channel: "sms" };
  return {
    id: deliveryId(incident.id, "opening", target),
    incidentId: incident.id,
    group: incident.group,
    purpose: "opening",
    target,
    notice: noticeOf(incident),
    state: { name: "pending", nextAttemptAt: T0 },
    attempts: 0,
    createdAt: T0,
    ...rest,
  };
}

type ToReject = RejectedEvent & { readonly origin: string };

export function rejectedOf(at: number, over: Partial<ToReject> = {}): ToReject {
  return {
    origin: `events of ${at}`,
    id: `${String(at).padStart(15, "0")}-x`,
    at,
    reason: "notJson",
    detail: "Unexpected token",
    body: "{oops",
    truncated: false,
    ...over,
  };
}
