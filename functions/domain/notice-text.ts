/**
 * A notice in two short sentences: the summary of a card, the text of a notification, the basis of an SMS. The
 * word comes first, since a lock screen shows little more, and the code last, where a reply is typed from it.
 */
import type { Notice } from "./notice.ts";
import { durationPhrase, localTime } from "./phrase.ts";
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

function countPhrase(count: number): string {
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

/** What stands between the subject and the code. */
function storyOf(notice: Notice): string {
  const start = startPhrase(notice);
  const count = countPhrase(notice.count);
  const what = notice.drops === undefined ? "out" : "flapping";
  switch (notice.word) {
    case "OFFLINE":
      return ` since ${start}. ${count} affected.`;
    case "RECOVERED":
      return `${lengthPhrase(notice)}, out since ${start}. ${count} back.`;
    case "CLOSED":
      return `: ${notice.reason ?? "over"}, ${what} since ${start}. ${count} affected.`;
    case "FLAPPING":
      return `: ${dropsPhrase(notice)} since ${start}, ${nowPhrase(notice)}. ${count} affected.`;
    case "STABLE":
      return ` after ${dropsPhrase(notice)} since ${start}. ${count} stable.`;
    case "UNDELIVERED":
      return `: ${missedPhrase(notice)}, ${what} since ${start}. ${count} affected.`;
    case "DRILL":
      return `: ${DRILL_PHRASE}.`;
    default:
      return notice.word satisfies never;
  }
}

/**
 * The words of a notice: `OFFLINE rpihat2 since 14:02. 3 identities affected. K7QM`. The subject stands as it
 * is; whoever needs it shorter or escaped passes a notice that has it so. Throws `RangeError` for a zone that
 * is none.
 */
export function noticeText(notice: Notice): string {
  return `${notice.word} ${notice.subject}${storyOf(notice)} ${notice.code}`;
}
