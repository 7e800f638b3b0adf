/**
 * Every member's transitions. Those that stand are the story's. One that was retracted is excused by an event that came late.
 * None was noticed before its event was handed over, or before the wait that confirms it was over.
 *
 * What is confirmed (an outage's beginning and its end) is a record of its own, under the same key as the plain transition of
 * that event. So a plain one may be shown as retracted where it was taken for such a beginning or end meanwhile; and a record
 * does not say that its change was hidden.
 */
import type { Instant } from "../../../functions/domain/time.ts";
import { nameOf } from "../seen/read-app.ts";
import type { SeenTransition } from "../seen/read-app.ts";
import type { Story, TrueTransition, Waits } from "../truth/story.ts";
import { handedOver, timeText } from "./facts.ts";
import type { Difference, Facts, Truth } from "./facts.ts";

export function compareHistories({ truth, app }: Facts, waits: Waits): Difference[] {
  return truth.members.flatMap(({ key, identity }) => {
    const story = truth.stories.get(key);
    const seen = app.histories.get(key);
    if (story === undefined || seen === undefined) return [];
    return [
      ...compareStanding(story, seen),
      ...seen.flatMap((one) =>
        one.retractedAt === null
          ? noticedTooSoon(truth, story, one, waits)
          : compareRetracted(truth, story, one, waits),
      ),
    ].map((words) => `${nameOf(identity)}: ${words}`);
  });
}

function compareStanding(story: Story, seen: readonly SeenTransition[]): Difference[] {
  const plain = new Set(story.transitions.filter(({ confirms }) => !confirms).map(nameOfTransition));
  const meant = seen.filter((one) => one.retractedAt === null || plain.has(nameOfTransition(one)));
  const expected = story.transitions.map(nameOfTransition);
  const shown = meant.map(nameOfTransition);
  const lives = seen.some(({ life }) => life !== 1) ? ["it has more than one life"] : [];
  return [
    ...surplus(expected, shown).map((one) => `the history lacks ${one}`),
    ...surplus(shown, expected).map((one) => `the history has ${one}`),
    ...compareHidden(story, meant),
    ...lives,
  ];
}

function nameOfTransition({ state, at, cause }: SeenTransition | TrueTransition): string {
  return `${state} at ${timeText(at)} by ${(cause ?? "nothing").slice(-4)}`;
}

/** What the one list has more often than the other. */
function surplus(these: readonly string[], those: readonly string[]): string[] {
  const rest = [...those];
  return these.filter((one) => {
    const place = rest.indexOf(one);
    if (place >= 0) rest.splice(place, 1);
    return place < 0;
  });
}

function compareHidden({ transitions }: Story, seen: readonly SeenTransition[]): Difference[] {
  return transitions.flatMap(({ cause, hidden, confirms }) => {
    const shown = seen.find((one) => one.cause === cause && one.retractedAt === null);
    if (confirms || shown === undefined || shown.hidden === hidden) return [];
    return [`${nameOfTransition(shown)} is ${shown.hidden ? "" : "not "}said to be hidden`];
  });
}

function noticedTooSoon(truth: Truth, story: Story, seen: SeenTransition, waits: Waits): Difference[] {
  const place = story.transitions.findIndex(({ cause }) => cause === seen.cause);
  const event = story.stretches[place]?.event;
  if (event === undefined) return [];
  const earliest =
    story.transitions[place]?.confirms === true
      ? waitedUntil(truth, story, { ...seen, place }, waits)
      : handedOver(truth, event.id);
  if (seen.noticedAt >= earliest) return [];
  return [
    `${nameOfTransition(seen)} was noticed at ${timeText(seen.noticedAt)}, before ${timeText(earliest)}`,
  ];
}

interface Confirmed extends Pick<SeenTransition, "state" | "at"> {
  /** Of its event in the story. */
  readonly place: number;
}

/** What needs a wait is known when that is over, or when a later event shows by its own time that it was. */
function waitedUntil(truth: Truth, story: Story, { state, at, place }: Confirmed, waits: Waits): Instant {
  const waitMs = state === "offline" ? waits.graceMs : waits.recoveryMs;
  const handed = story.stretches.map(({ event }) => handedOver(truth, event.id));
  return Math.max(handed[place] ?? Infinity, Math.min(at + waitMs, ...handed.slice(place + 1)));
}

/** It was believed for want of an event that was handed over later, or had not been learnt yet. */
function compareRetracted(truth: Truth, story: Story, seen: SeenTransition, waits: Waits): Difference[] {
  const said = `${nameOfTransition(seen)} was noticed at ${timeText(seen.noticedAt)} and retracted`;
  const place = story.stretches.findIndex(({ event }) => event.sequence === seen.cause);
  if (place < 0 || (seen.state !== "offline" && seen.state !== "online"))
    return [`${said}, caused by nothing`];
  const waited = seen.noticedAt >= waitedUntil(truth, story, { ...seen, place }, waits);
  const late = story.stretches.some(
    ({ event }, index) => index !== place && handedOver(truth, event.id) + truth.learntMs > seen.noticedAt,
  );
  return [
    ...(waited ? [] : [`${said}, before its wait was over`]),
    ...(late ? [] : [`${said}, though nothing came late`]),
  ];
}
