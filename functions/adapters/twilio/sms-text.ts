/** The text of a notice as an SMS: the notice's own words in the cheap alphabet, one segment where it fits, and no link. */
import { noticeText } from "../../domain/notice-text.ts";
import type { Notice } from "../../domain/notice.ts";
import { shorten } from "../shorten.ts";
import { segmentsOf, toGsm7 } from "./gsm7.ts";

/** A shorter id than this names nothing any more. */
const shortestId = 12;

/**
 * What gives way first, and only where that saves a segment: names, from the last; then the ids of subject and gateway in
 * their middles; then the cause. Word, count, times and code are what one acts on, and stay. The same notice gives the
 * same text, by which a message that was sent already is recognised.
 */
export function smsText(notice: Notice): string {
  const whole = textWith(notice, notice);
  if (segmentsOf(whole) > 1) return shortened(notice) ?? shortened({ ...notice, cause: undefined }) ?? whole;
  const names = namesWorthSaying(notice);
  for (let shown = names.length; shown > 0; shown -= 1) {
    const text = textWith(notice, notice, names.slice(0, shown));
    if (segmentsOf(text) === 1) return text;
  }
  return whole;
}

type Ids = Pick<Notice, "subject" | "via">;

/** With ids as long as they may be; undefined where even the shortest leave more than a segment. */
function shortened(notice: Notice): string | undefined {
  const subject = toGsm7(notice.subject);
  const via = toGsm7(notice.via ?? "");
  const longest = Math.max(subject.length, via.length, shortestId);
  for (let length = longest; length >= shortestId; length -= 1) {
    const text = textWith(notice, {
      subject: shorten(subject, length, ".."),
      via: notice.via === undefined ? undefined : shorten(via, length, ".."),
    });
    if (segmentsOf(text) === 1) return text;
  }
  return undefined;
}

/** A name that says the subject over again says nothing. */
function namesWorthSaying({ subject, names }: Notice): readonly string[] {
  return names.length === 1 && names[0] === subject ? [] : names;
}

function textWith(notice: Notice, { subject, via }: Ids, names: readonly string[] = []): string {
  return toGsm7(noticeText({ ...notice, subject, via }, names));
}
