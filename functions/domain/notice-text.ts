/**
 * A notice in two or three short sentences: the summary of a card, the text of a notification, the basis of an SMS. The
 * word comes first, since a lock screen shows little more, and the code last, where a reply is typed from it.
 */
import { causePhrase, departurePhrase } from "./cause-text.ts";
import type { Notice } from "./notice.ts";
import { durationPhrase, localTime, namesPhrase } from "./phrase.ts";
import { DAY_MS } from "./time.ts";

/** When it began, on the clocks of the notice's zone; with the day where that is another one than the notice's own. */
function startPhrase({ at, zone, ...notice }: Notice, since = notice.since): string {
  const start = localTime(since, zone);
  const sameDay = at - since < DAY_MS && localTime(at, zone).day === start.day;
  return sameDay ? start.clock : `${start.day} ${start.clock}`;
}

function lengthPhrase({ since, until }: Notice): string {
  return until === undefined ? "" : ` after ${durationPhrase(until - since)}`;
}

/** `3 identities` */
export function countPhrase(count: number): string {
  return count === 1 ? "1 identity" : `${count} identities`;
}

/** `OFFLINE did not reach oncall (SMS)` */
export function missedPhrase({ missed }: Notice): string {
  return missed === undefined ? "a message was lost" : `${missed.word} did not reach ${missed.to}`;
}

/** `12 drops` */
export function dropsPhrase({ drops = 0 }: Notice): string {
  return drops === 1 ? "1 drop" : `${drops} drops`;
}

/** `out since 14:31`, `connected now` */
export function nowPhrase(notice: Notice): string {
  const { downSince } = notice;
  return downSince === undefined ? "connected now" : `out since ${startPhrase(notice, downSince)}`;
}

/** What whoever gets a drill has to know first. */
export const DRILL_PHRASE = "only a test, nothing is offline";

/** What happened when: all between the subject and the cause. */
function storyOf(notice: Notice): string {
  const start = startPhrase(notice);
  const what = notice.drops === undefined ? "out" : "flapping";
  switch (notice.word) {
    case "OFFLINE":
    case "OFFLINE UPDATE":
      return ` since ${start}`;
    case "RECOVERED":
      return `${lengthPhrase(notice)}, out since ${start}`;
    case "CLOSED":
      return `: ${departurePhrase(notice)}, ${what} since ${start}`;
    case "FLAPPING":
      return `: ${dropsPhrase(notice)} since ${start}, ${nowPhrase(notice)}`;
    case "STABLE":
      return ` after ${dropsPhrase(notice)} since ${start}`;
    case "UNDELIVERED":
      return `: ${missedPhrase(notice)}, ${what} since ${start}`;
    case "DRILL":
      return `: ${DRILL_PHRASE}`;
    default:
      return notice.word satisfies never;
  }
}

/** `3 identities affected`, with the names of some: `3 identities back: gw-1, gw-2 and 1 more` */
function affectedPhrase({ word, count }: Notice, names: readonly string[]): string {
  const state = word === "RECOVERED" ? "back" : word === "STABLE" ? "stable" : "affected";
  const named = names.length === 0 ? "" : `: ${namesPhrase(names, count)}`;
  return `${countPhrase(count)} ${state}${named}`;
}

/** `cam-3 behind gw-oslo` */
function placePhrase({ subject, via }: Notice): string {
  return via === undefined ? subject : `${subject} behind ${via}`;
}

/**
 * The words of a notice: `OFFLINE rpihat2 since 14:02. 3 identities affected. K7QM`, with the cause between the two
 * where one is known. Ids stand as they are; whoever needs them shorter or escaped passes a notice that has them so.
 * Throws `RangeError` for a zone that is none.
 *
 * @param names Whom to name after the count: none unless told otherwise.
 */
export function noticeText(notice: Notice, names: readonly string[] = []): string {
  return `${notice.word} ${sentencesOf(notice, names).join(". ")}. ${notice.code}`;
}

function sentencesOf(notice: Notice, names: readonly string[]): string[] {
  const story = storyOf(notice);
  if (notice.word === "DRILL") return [`${notice.subject}${story}`];
  const cause = causePhrase(notice);
  return [
    `${placePhrase(notice)}${story}`,
    ...(cause === undefined ? [] : [cause]),
    affectedPhrase(notice, names),
  ];
}
