/**
 * What failed, and why something is over that nobody came back from, in words for somebody who was asleep: a few for an
 * SMS or a lock screen, a whole sentence where there is room.
 */
import type { Cause, Departure, Notice, Word } from "./notice.ts";

/** Each way of saying it, in the two lengths. */
interface Wording {
  readonly brief: string;
  readonly full: string;
}

const FAILING: Readonly<Record<Cause, Wording>> = {
  site: { brief: "Site power or uplink", full: "The site's power or its uplink" },
  edgeHub: { brief: "edgeHub", full: "edgeHub" },
  edgeAgent: { brief: "edgeAgent", full: "edgeAgent" },
};

/** What follows from it for as long as it lasts. */
const EFFECTS: Readonly<Record<Cause, Wording>> = {
  site: { brief: "", full: ": edgeAgent and edgeHub are both out." },
  edgeHub: {
    brief: ", no data gets through",
    full: ": the gateway's modules and the devices behind it cannot reach the hub.",
  },
  edgeAgent: {
    brief: ", data still flows",
    full: ": data still flows, but the gateway cannot be managed.",
  },
};

const DEPARTURES: Readonly<Record<Departure, Wording>> = {
  deleted: { brief: "deleted", full: "Deleted from the hub: nothing is expected to come back." },
  disabled: { brief: "disabled", full: "Disabled in the hub: nothing is expected to come back." },
  gateway: {
    brief: "a gateway, its modules speak for it",
    full: "It is a gateway: from now on its modules speak for it.",
  },
};

/** Of a message that did not arrive: what that one was about. */
function toldWord({ word, missed }: Notice): Word {
  return word === "UNDELIVERED" ? (missed?.word ?? "OFFLINE") : word;
}

function verbOf(notice: Notice): string {
  const isEnding = ["RECOVERED", "CLOSED", "STABLE"].includes(toldWord(notice));
  if (notice.drops === undefined) return isEnding ? "had failed" : "failed";
  return isEnding ? "had kept failing" : "keeps failing";
}

function effectOf(notice: Notice, cause: Cause): Wording | undefined {
  const word = toldWord(notice);
  const isOut =
    word === "OFFLINE" ||
    word === "OFFLINE UPDATE" ||
    (word === "FLAPPING" && notice.downSince !== undefined);
  return isOut ? EFFECTS[cause] : undefined;
}

/** `edgeHub failed, no data gets through`, `Site power or uplink had failed` */
export function causePhrase(notice: Notice): string | undefined {
  const { cause } = notice;
  if (cause === undefined) return undefined;
  return `${FAILING[cause].brief} ${verbOf(notice)}${effectOf(notice, cause)?.brief ?? ""}`;
}

/** `edgeAgent failed: data still flows, but the gateway cannot be managed.` */
export function causeSentence(notice: Notice): string | undefined {
  const { cause } = notice;
  if (cause === undefined) return undefined;
  return `${FAILING[cause].full} ${verbOf(notice)}${effectOf(notice, cause)?.full ?? "."}`;
}

/** `deleted` */
export function departurePhrase({ reason }: Notice): string {
  return reason === undefined ? "over" : DEPARTURES[reason].brief;
}

/** `Deleted from the hub: nothing is expected to come back.` */
export function departureSentence({ reason }: Pick<Notice, "reason">): string {
  return reason === undefined ? "It is over, though nobody came back." : DEPARTURES[reason].full;
}
