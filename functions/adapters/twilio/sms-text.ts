/** The text of a notice as an SMS: the notice's own words in the cheap alphabet, one segment where it fits, and no link. */
import { noticeText } from "../../domain/notice-text.ts";
import type { Notice } from "../../domain/notice.ts";
import { shorten } from "../shorten.ts";
import { segmentsOf, toGsm7 } from "./gsm7.ts";

/** A shorter subject than this names nothing any more. */
const shortestSubject = 12;

/**
 * Only the subject is shortened, and only when that saves a segment: word, count, times and code are what one acts on.
 * The same notice gives the same text, by which a message that was sent already is recognised.
 */
export function smsText(notice: Notice): string {
  const subject = toGsm7(notice.subject);
  const whole = textWith(notice, subject);
  if (segmentsOf(whole) === 1) return whole;
  for (let length = subject.length - 1; length >= shortestSubject; length -= 1) {
    const text = textWith(notice, shorten(subject, length, ".."));
    if (segmentsOf(text) === 1) return text;
  }
  return whole;
}

function textWith(notice: Notice, subject: string): string {
  return toGsm7(noticeText({ ...notice, subject }));
}
