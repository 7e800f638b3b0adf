/** The steps of a drill as rows of the report. */
import type { Delivery, Drill, Hop } from "./answers.ts";
import type { Row } from "./report.ts";

const HOPS: Readonly<Record<string, string>> = {
  events: "read from its queue and decided",
  deadlines: "its deadline came back: it counts as offline",
  notifications: "its incident was announced",
};
const CHANNELS: Readonly<Record<string, string>> = { "teams-workflow": "Teams (workflow)", sms: "SMS" };

/** What has happened, in its order. */
export function rowsOf({ requestedAt, hops, deliveries }: Drill): Row[] {
  const rows = [
    ...hops.filter(({ at }) => at !== null).map((hop) => rowOfHop(hop, requestedAt)),
    ...deliveries.filter(isWorthTelling).map((delivery) => rowOfDelivery(delivery, requestedAt)),
  ];
  return rows.toSorted((a, b) => (a.afterMs ?? Infinity) - (b.afterMs ?? Infinity));
}

function rowOfHop({ name, at }: Hop, requestedAt: number): Row {
  return { mark: "done", name, afterMs: (at ?? requestedAt) - requestedAt, words: HOPS[name] ?? "passed" };
}

/** One on its way says nothing new. */
function isWorthTelling({ state, attempts }: Delivery): boolean {
  return state !== "claimed" && (state !== "pending" || attempts > 0);
}

function rowOfDelivery(delivery: Delivery, requestedAt: number): Row {
  const { receiver, state, at } = delivery;
  const mark = state === "sent" ? "done" : state === "pending" || state === "claimed" ? "warning" : "failed";
  const afterMs = at === null ? undefined : at - requestedAt;
  return { mark, name: receiver, afterMs, words: wordsOfDelivery(delivery) };
}

export function wordsOfDelivery({ channel, state, attempts, error }: Delivery): string {
  const how = CHANNELS[channel] ?? channel;
  const why = error === null ? "" : `: ${error}`;
  switch (state) {
    case "sent":
      return `${how} accepted it${attempts > 1 ? `, at attempt ${attempts}` : ""}`;
    case "pending":
      return attempts > 0
        ? `${how}, attempt ${attempts} failed${why}; it is tried again`
        : `${how}, not tried yet`;
    case "claimed":
      return `${how}, attempt ${attempts} has no answer yet`;
    case "failed":
      return `${how} refused it for good${why}`;
    case "dead":
      return `${how} did not accept it in time${why}`;
    default:
      return state satisfies never;
  }
}

/** The first thing that has not happened yet. */
export function waitingFor({ hops, deliveries }: Drill): string {
  const hop = hops.find(({ at }) => at === null);
  return hop?.name ?? deliveries.find(({ state }) => state !== "sent")?.receiver ?? "deliveries";
}
