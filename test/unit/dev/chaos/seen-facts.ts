/** What the product and the providers show of a run that went right, made from its truth. */
import type { HubEvent } from "../../../../dev/chaos/fleet/hub.ts";
import { makeSites } from "../../../../dev/chaos/fleet/sites.ts";
import type { Member, Site } from "../../../../dev/chaos/fleet/sites.ts";
import type { SeenIdentity, SeenIncident, SeenTransition } from "../../../../dev/chaos/seen/read-app.ts";
import { readMessages } from "../../../../dev/chaos/seen/read-messages.ts";
import type { SeenMessage } from "../../../../dev/chaos/seen/read-messages.ts";
import { GRACE_MS } from "../../../../dev/chaos/tempo.ts";
import type { Story } from "../../../../dev/chaos/truth/story.ts";
import { workflowMessage } from "../../../../functions/adapters/teams/workflow-card.ts";
import type { Notice } from "../../../../functions/domain/notice.ts";
import { noticeText } from "../../../../functions/domain/notice-text.ts";
import { parseSequence } from "../../../../functions/domain/sequence.ts";

export const T0 = Date.parse("2026-11-21T09:00:00.000Z");

/** The first one hangs on a gateway, the second has none. */
export const [gatewaySite, plainSite] = twoSites();

function twoSites(): readonly [Site, Site] {
  const [first, second] = makeSites(2);
  if (first === undefined || second === undefined) throw new Error("there are two");
  return [first, second];
}

export function member(deviceId: string, moduleId?: string): Member {
  const found = [...gatewaySite.members, ...plainSite.members].find(
    (one) => one.identity.deviceId === deviceId && one.identity.moduleId === moduleId,
  );
  if (found === undefined) throw new Error(`${deviceId} is not there`);
  return found;
}

/** By turns connected and disconnected, at seconds after T0. */
export function eventsOf({ identity, key }: Member, seconds: readonly number[]): HubEvent[] {
  return seconds.map((second, index): HubEvent => {
    const sequence = parseSequence((index + 1).toString(16));
    if (sequence === undefined) throw new Error("it is a number");
    const at = T0 + second * 1_000;
    const kind = index % 2 === 0 ? "connected" : "disconnected";
    return { identity, key, kind, sequence, at, emittedAt: at + 100, id: `${key}.${index + 1}` };
  });
}

export function identityOf({ identity, key }: Member, story: Story, incidentId: string | null): SeenIdentity {
  const { state, since, lastConnectedAt = null, lastDisconnectedAt = null } = story;
  const { hub, deviceId, moduleId = null } = identity;
  const times = { since, deadline: null, lastConnectedAt, lastDisconnectedAt };
  return { hub, deviceId, moduleId, state, ...times, incidentId, key };
}

export function historyOf({ transitions }: Story): SeenTransition[] {
  return transitions.map(({ state, at, cause, hidden, confirms }) => ({
    state,
    at,
    cause,
    hidden,
    life: 1,
    retractedAt: null,
    noticedAt: confirms ? at + GRACE_MS + 50 : at + 200,
  }));
}

/** The site's people were told of it: who, and with which deliveries. */
export function telling(
  at: number,
  purposes: readonly string[],
  { workflow, phone }: Site = plainSite,
): Pick<SeenIncident, "announcedAt" | "told" | "deliveries"> {
  const told = [
    { target: `workflow:${workflow}`, channel: "teams-workflow", at },
    { target: `sms:+15*******${phone.slice(-2)}`, channel: "sms", at },
  ];
  const deliveries = purposes.flatMap((purpose) =>
    told.map((one) => ({ ...one, purpose, state: "sent", attempts: 1 })),
  );
  return { announcedAt: at, told, deliveries };
}

/** In the product's own words, through both channels. */
export function messagesOf(
  notices: readonly Omit<Notice, "hub" | "incidentId" | "zone">[],
  { workflow, phone }: Site = plainSite,
): SeenMessage[] {
  const value = notices.flatMap((given) => {
    const notice: Notice = { ...given, hub: "chaos-hub", incidentId: "x", zone: "UTC" };
    const card = workflowMessage(notice);
    const at = new Date(notice.at).toISOString();
    return [
      { at, channel: "teams-workflow", to: workflow, text: card.summary, body: card },
      { at, channel: "sms", to: phone, text: noticeText(notice), body: {} },
    ];
  });
  return readMessages({ value });
}
