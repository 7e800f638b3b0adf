/** The page's two lanes: what Teams channels show, and what phones show. */
import type { OutboxMessage } from "../message.ts";
import { html, ownMarkup, type Html } from "./html.ts";
import { icon } from "./icons.ts";
import { renderPhones, renderPosts, teamsThread } from "./message-view.ts";

/** `shown` are the messages to draw of the `all` that are counted. */
interface LaneMessages {
  readonly all: readonly OutboxMessage[];
  readonly shown: readonly OutboxMessage[];
}

export function teamsLane({ all, shown }: LaneMessages): Html {
  const posts = shown.filter((message) => message.channel === "teams-workflow");
  const count = all.filter(({ channel }) => channel === "teams-workflow").length;
  return html`<section class="lane" id="teams" aria-labelledby="teams-title">
    ${laneHead("teams", "Teams", icon.teams, count)} ${emptyState(empty.teams)}
    <div
      class="pane thread"
      data-thread="${teamsThread}"
      role="log"
      tabindex="0"
      aria-label="Posts in Teams channels"
    >
      ${renderPosts(posts)}
    </div>
    <button type="button" class="jump" hidden>New messages below</button>
  </section>`;
}

export function phonesLane({ all, shown }: LaneMessages): Html {
  const texts = shown.filter((message) => message.channel === "sms");
  const count = all.filter(({ channel }) => channel === "sms").length;
  return html`<section class="lane" id="phones" aria-labelledby="phones-title">
    ${laneHead("phones", "Phones", icon.phone, count)} ${emptyState(empty.phones)}
    <div class="pane phones">${renderPhones(texts)}</div>
  </section>`;
}

const empty = {
  teams: {
    title: "No card yet",
    sentence:
      "When a device stays offline past its grace, its card appears here: with the demo policy, a few seconds after the disconnect. A second card tells when it is back.",
  },
  phones: {
    title: "No text message yet",
    sentence:
      "Each number that gets an SMS shows up as a phone of its own, at the same moment as the card, with every message and the segments it costs.",
  },
};

function laneHead(id: string, title: string, drawing: string, count: number): Html {
  return html`<header class="lane-head">
    <h2 id="${id}-title">${ownMarkup(drawing)}${title}</h2>
    <span class="count"><span class="number">${count}</span><span class="sr"> messages</span></span>
  </header>`;
}

function emptyState({ title, sentence }: { readonly title: string; readonly sentence: string }): Html {
  return html`<div class="empty">
    <p class="empty-title">${title}</p>
    <p>${sentence}</p>
    <p>To cause one: <code>npm run scenario -- edge-cable</code></p>
  </div>`;
}
