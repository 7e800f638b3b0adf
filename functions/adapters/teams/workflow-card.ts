/** The message of a Teams workflow: a notice as an Adaptive Card. Pure; every untrusted word in it is escaped and bounded. */
import { causeSentence, departureSentence } from "../../domain/cause-text.ts";
import {
  countPhrase,
  DRILL_PHRASE,
  dropsPhrase,
  missedPhrase,
  noticeText,
  nowPhrase,
} from "../../domain/notice-text.ts";
import type { Notice, Word } from "../../domain/notice.ts";
import { durationPhrase, localTime, namesPhrase } from "../../domain/phrase.ts";
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
  "OFFLINE UPDATE": { style: "attention", color: "Attention", shape: "▼" },
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
    via: notice.via === undefined ? undefined : bounded(notice.via),
    names: notice.names.slice(0, namesShown).map(bounded),
  };
}

function cardOf(notice: Notice): AdaptiveCard {
  const sentences = sentencesOf(notice).map((text) => ({ type: "TextBlock", text, wrap: true }) as const);
  const count = { type: "TextBlock", text: countText(notice), wrap: true, weight: "Bolder" } as const;
  const names = namesPhrase(notice.names.map(escapeMarkdown), notice.count);
  return {
    type: "AdaptiveCard",
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    version: "1.5",
    fallbackText: escapeMarkdown(noticeText(notice)),
    body: [
      headline(notice),
      // What a lost message was about comes after the news that it was lost.
      ...(notice.word === "UNDELIVERED" ? [count, ...sentences] : [...sentences, count]),
      facts(notice),
      ...(names === "" ? [] : [{ type: "TextBlock", text: names, wrap: true, isSubtle: true } as const]),
    ],
  };
}

function headline({ word, subject, via }: Notice): Container {
  const { style, color, shape } = looks[word];
  const ours = { type: "TextBlock", wrap: true, color } as const;
  const large = { ...ours, size: "Large", weight: "Bolder" } as const;
  const title = { ...large, text: `${word} ${escapeMarkdown(subject)}` };
  const place = via === undefined ? [] : [{ ...ours, text: `behind ${escapeMarkdown(via)}` }];
  return {
    type: "Container",
    style,
    bleed: true,
    items: [
      {
        type: "ColumnSet",
        columns: [
          { type: "Column", width: "stretch", items: [title, ...place] },
          { type: "Column", width: "auto", items: [{ ...large, text: shape }] },
        ],
      },
    ],
  };
}

/** Why it is over, and what failed. */
function sentencesOf(notice: Notice): string[] {
  const departure = notice.word === "CLOSED" ? departureSentence(notice) : undefined;
  const cause = notice.word === "DRILL" ? undefined : causeSentence(notice);
  return [departure, cause].filter((sentence) => sentence !== undefined);
}

function countText(notice: Notice): string {
  const { word } = notice;
  const identities = countPhrase(notice.count);
  switch (word) {
    case "OFFLINE":
    case "OFFLINE UPDATE":
    case "CLOSED":
      return `${identities} affected`;
    case "RECOVERED":
      return `${identities} back`;
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
