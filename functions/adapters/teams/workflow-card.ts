/** The message of a Teams workflow: a notice as an Adaptive Card. Pure; every untrusted word in it is escaped and bounded. */
import { DRILL_PHRASE, dropsPhrase, missedPhrase, noticeText, nowPhrase } from "../../domain/notice-text.ts";
import type { Notice, Word } from "../../domain/notice.ts";
import { durationPhrase, localTime } from "../../domain/phrase.ts";
import type { Instant } from "../../domain/time.ts";
import { shorten } from "../shorten.ts";
import type { AdaptiveCard, Container, FactSet, TextBlock, WorkflowMessage } from "./adaptive-card.ts";
import { escapeMarkdown, plainLine } from "./escape-markdown.ts";

/** Bounds that keep the whole message far below the 28 KB that Teams takes, whatever the names are made of. */
const namesShown = 10;
const nameMost = 130;

/** Each word differs in colour and in shape: not everybody sees colours. */
const looks = {
  OFFLINE: { style: "attention", color: "Attention", shape: "▼" },
  RECOVERED: { style: "good", color: "Good", shape: "▲" },
  CLOSED: { style: "emphasis", color: "Default", shape: "■" },
  FLAPPING: { style: "attention", color: "Attention", shape: "≈" },
  STABLE: { style: "good", color: "Good", shape: "―" },
  UNDELIVERED: { style: "attention", color: "Attention", shape: "✕" },
  DRILL: { style: "emphasis", color: "Default", shape: "◆" },
} as const satisfies Record<Word, Pick<Container, "style"> & Pick<TextBlock, "color"> & { shape: string }>;

/** Under 20 KB of JSON for any notice. The notice's text stands in `summary` (plain) and in `fallbackText` (Markdown). */
export function workflowMessage(notice: Notice): WorkflowMessage {
  const bounded = withBoundedNames(notice);
  const contentType = "application/vnd.microsoft.card.adaptive";
  return {
    type: "message",
    summary: noticeText(bounded),
    attachments: [{ contentType, contentUrl: null, content: cardOf(bounded) }],
  };
}

function withBoundedNames(notice: Notice): Notice {
  const bounded = (name: string): string => shorten(plainLine(name), nameMost, "…");
  return {
    ...notice,
    hub: bounded(notice.hub),
    subject: bounded(notice.subject),
    names: notice.names.slice(0, namesShown).map(bounded),
  };
}

function cardOf(notice: Notice): AdaptiveCard {
  const names = namesText(notice);
  return {
    type: "AdaptiveCard",
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    version: "1.5",
    fallbackText: escapeMarkdown(noticeText(notice)),
    body: [
      headline(notice),
      { type: "TextBlock", text: countText(notice), wrap: true, weight: "Bolder" },
      facts(notice),
      ...(names === "" ? [] : [{ type: "TextBlock", text: names, wrap: true, isSubtle: true } as const]),
    ],
  };
}

function headline({ word, subject }: Notice): Container {
  const { style, color, shape } = looks[word];
  const large = { type: "TextBlock", wrap: true, size: "Large", weight: "Bolder", color } as const;
  const title = { ...large, text: `${word} ${escapeMarkdown(subject)}` };
  return {
    type: "Container",
    style,
    bleed: true,
    items: [
      {
        type: "ColumnSet",
        columns: [
          { type: "Column", width: "stretch", items: [title] },
          { type: "Column", width: "auto", items: [{ ...large, text: shape }] },
        ],
      },
    ],
  };
}

function countText(notice: Notice): string {
  const { word, count, reason } = notice;
  const identities = count === 1 ? "1 identity" : `${count} identities`;
  switch (word) {
    case "OFFLINE":
      return `${identities} affected`;
    case "RECOVERED":
      return `${identities} back`;
    case "CLOSED":
      return `${identities} affected; ${reason ?? "over"}`;
    case "FLAPPING":
      return escapeMarkdown(`${dropsPhrase(notice)}, ${nowPhrase(notice)}; ${identities} affected`);
    case "STABLE":
      return `${identities} stable, after ${dropsPhrase(notice)}`;
    case "UNDELIVERED":
      return `${escapeMarkdown(missedPhrase(notice))}; ${identities} affected`;
    case "DRILL":
      return `${DRILL_PHRASE.charAt(0).toUpperCase()}${DRILL_PHRASE.slice(1)}`;
    default:
      return word satisfies never;
  }
}

function facts(notice: Notice): FactSet {
  const { word, hub, code, at, since, until, zone, drops } = notice;
  const reference = { title: "Code", value: escapeMarkdown(code) };
  if (word === "DRILL") {
    return { type: "FactSet", facts: [{ title: "Sent", value: timeText(at, zone) }, reference] };
  }
  const titles =
    drops !== undefined
      ? { since: "Drops since", until: "Stable since" }
      : { since: "Out since", until: "Back" };
  const ending =
    until === undefined
      ? []
      : [
          { title: titles.until, value: timeText(until, zone) },
          { title: "Lasted", value: durationPhrase(until - since) },
        ];
  return {
    type: "FactSet",
    facts: [
      { title: titles.since, value: timeText(since, zone) },
      ...ending,
      { title: "Hub", value: escapeMarkdown(hub) },
      reference,
    ],
  };
}

function timeText(at: Instant, zone: string): string {
  const { day, clock } = localTime(at, zone);
  return escapeMarkdown(`${clock}, ${day} (${zone})`);
}

/** `a, b and 440 more` */
function namesText({ names, count }: Notice): string {
  const others = Math.max(count - names.length, 0);
  const listed = names.map(escapeMarkdown).join(", ");
  return others === 0 || listed === "" ? listed : `${listed} and ${others} more`;
}
