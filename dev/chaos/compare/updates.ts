/**
 * What an incident tells between its opening and its ending: that it grew, to those who were told of it and not by SMS, no
 * more often than it has members.
 */
import type { SeenIncident } from "../seen/read-app.ts";
import type { SeenMessage } from "../seen/read-messages.ts";
import type { Difference } from "./facts.ts";

type Told = SeenIncident["told"][number];

export function isUpdate({ claim }: SeenMessage): boolean {
  return claim?.word === "OFFLINE UPDATE";
}

/** One that was not accepted yet when it was over is dropped. */
export function compareUpdateDeliveries({
  kind,
  told,
  deliveries,
  members,
  state,
}: SeenIncident): Difference[] {
  const updates = deliveries.filter(({ purpose }) => purpose === "update");
  const places = new Set(told.flatMap(({ target, channel }) => (channel === "sms" ? [] : [target])));
  const strange = updates.filter(({ target }) => kind !== "outage" || !places.has(target));
  const unsent = updates.filter(
    (one) => one.state !== "sent" && (one.state !== "failed" || state !== "resolved"),
  );
  const often = [...Map.groupBy(updates, ({ target }) => target)].filter(
    ([, own]) => own.length > members.length,
  );
  return [
    ...strange.map(({ target }) => `${target} was to be told that it grew`),
    ...unsent.map((one) => `the update to ${one.target} is ${one.state} after ${one.attempts} attempts`),
    ...often.map(([target, own]) => `${own.length} updates to ${target} tell of ${members.length} members`),
  ];
}

export interface Updates {
  readonly differences: readonly Difference[];
  readonly lost: number;
  readonly repeats: number;
}

/** `messages`: of the incident with this receiver, oldest first. */
export function compareUpdates(
  { code, subject, deliveries }: SeenIncident,
  { target }: Told,
  messages: readonly SeenMessage[],
): Updates {
  const own = deliveries.filter((one) => one.purpose === "update" && one.target === target);
  const sent = own.filter((one) => one.state === "sent").length;
  const tries = own.reduce((all, { attempts }) => all + attempts, 0);
  const count = messages.filter(isUpdate).length;
  const words = messages.map(({ claim }) => claim?.word);
  const first = words.indexOf("OFFLINE");
  const over = words.includes("RECOVERED") ? words.indexOf("RECOVERED") : Infinity;
  const misplaced = words.some((word, place) => word === "OFFLINE UPDATE" && (place < first || place > over));
  const about = `${target} about ${code} of ${subject}`;
  return {
    lost: Math.max(0, sent - count),
    repeats: Math.max(0, count - sent),
    differences: [
      ...(misplaced ? [`${about}: got an update before the opening or after the ending`] : []),
      ...(count >= sent ? [] : [`${about}: got ${count} of ${sent} updates`]),
      ...(count <= tries ? [] : [`${about}: got ${count} updates, of ${tries} tries`]),
    ],
  };
}
