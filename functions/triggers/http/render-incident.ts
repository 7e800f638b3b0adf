/** An incident as JSON: a row of a list, and its own answer. */
import { shownState } from "../../application/queries/list-incidents.ts";
import type { IncidentView, MemberView } from "../../application/queries/read-incident.ts";
import type { Delivery, DeliveryState } from "../../domain/delivery.ts";
import { kindOfIncident } from "../../domain/incident.ts";
import type { Incident } from "../../domain/incident.ts";
import { isoDuration } from "../../domain/phrase.ts";
import { maskNumbers } from "./mask.ts";
import { time } from "./render-time.ts";
import type {
  DeliveryAnswer,
  IncidentAnswer,
  IncidentInFullAnswer,
  MemberAnswer,
} from "./shapes/incident-shape.ts";

/** A row of a list. `since`, `endedAt` and `duration` are known once it is over. */
export function renderIncident(incident: Incident): IncidentAnswer {
  const { id, code, hub, subject, openedAt, announcedAt, since, until, state, cause } = incident;
  const isOver = state.name === "resolved";
  return {
    id,
    code,
    kind: kindOfIncident(id),
    state: shownState(incident),
    hub,
    subject,
    openedAt: time(openedAt),
    announcedAt: time(announcedAt),
    since: time(since),
    endedAt: time(until),
    resolvedAt: isOver ? time(state.at) : null,
    duration: since === undefined || until === undefined ? null : isoDuration(until - since),
    outcome: isOver ? state.outcome : null,
    cause: cause ?? null,
    count: incident.shown.length,
  };
}

/** Its own answer. While it is open it began with the first of its members. */
export function renderIncidentInFull({ incident, members, deliveries }: IncidentView): IncidentInFullAnswer {
  const since = incident.since ?? earliest(members);
  return {
    ...renderIncident({ ...incident, since }),
    members: members.map(renderMember),
    deliveries: deliveries.map(renderDelivery),
    told: incident.told.map(({ target, at }) => ({
      target: maskNumbers(target.id),
      channel: target.channel,
      at: time(at),
    })),
  };
}

function earliest(members: readonly MemberView[]): number | undefined {
  return members.length === 0 ? undefined : Math.min(...members.map(({ from }) => from));
}

function renderMember({ identity, connection, from, to }: MemberView): MemberAnswer {
  return {
    hub: identity.hub,
    deviceId: identity.deviceId,
    moduleId: identity.moduleId ?? null,
    state: connection?.state.name ?? null,
    from: time(from),
    to: time(to),
  };
}

function renderDelivery({ purpose, target, state, attempts, createdAt }: Delivery): DeliveryAnswer {
  return {
    purpose,
    target: maskNumbers(target.id),
    channel: target.channel,
    state: state.name,
    attempts,
    createdAt: time(createdAt),
    at: "at" in state ? time(state.at) : null,
    nextAttemptAt: state.name === "pending" ? time(state.nextAttemptAt) : null,
    receipt: state.name === "sent" ? state.receipt : null,
    error: errorOf(state),
  };
}

/** A provider's words may repeat the number that it was given. */
function errorOf(state: DeliveryState): string | null {
  return "error" in state && state.error !== undefined ? maskNumbers(state.error) : null;
}
