/** `GET /`: the whole page in one document, drawn on the server; its script only adds what the event stream brings. */
import type { MessageLog } from "../message-log.ts";
import type { Reply } from "../reply.ts";
import { readAssets, type Assets } from "./assets.ts";
import { html, ownMarkup, type Html } from "./html.ts";
import { favicon, icon } from "./icons.ts";
import { phonesLane, teamsLane } from "./lanes.ts";

/** Older messages are left to `GET /messages`. */
const messagesShown = 200;

/** Reads the page's own files once; the function draws the log as it is at each call. */
export function makePage(): (log: MessageLog) => Reply {
  const assets = readAssets();
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": assets.securityPolicy,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
  return (log) => ({ status: 200, headers, body: pageOf(log, assets).markup });
}

function pageOf(log: MessageLog, { style, script }: Assets): Html {
  const all = log.all();
  const messages = { all, shown: all.slice(-messagesShown) };
  return html`<!doctype html>
    <html lang="en" data-generation="${log.generation()}" data-seq="${all.at(-1)?.seq ?? 0}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Linewatch outbox</title>
        <link rel="icon" href="${favicon}" />
        ${style}
      </head>
      <body>
        ${header()} ${tabs()}
        <main>${teamsLane(messages)} ${phonesLane(messages)}</main>
        ${all.length > messagesShown ? olderNote(all.length) : undefined} ${script}
      </body>
    </html> `;
}

function header(): Html {
  return html`<header class="top">
    <h1>
      <span class="mark">${ownMarkup(icon.mark)}</span>
      <span>Linewatch <span class="light">outbox</span></span>
    </h1>
    <p class="purpose">What people would have received. Nothing here leaves this machine.</p>
    <p class="live" id="live" role="status">
      <span class="dot"></span><span id="live-word">Connecting</span>
    </p>
    <button type="button" id="clear">Clear</button>
  </header>`;
}

/** Only narrow screens show these: one lane at a time. */
function tabs(): Html {
  return html`<nav class="tabs" aria-label="Lanes">
    <button type="button" data-shows="teams" aria-pressed="true">
      Teams <span class="badge" hidden></span>
    </button>
    <button type="button" data-shows="phones" aria-pressed="false">
      Phones <span class="badge" hidden></span>
    </button>
  </nav>`;
}

function olderNote(count: number): Html {
  return html`<p class="older">
    Showing the newest ${messagesShown} of ${count}. All of them: <a href="/messages">/messages</a>
  </p>`;
}
