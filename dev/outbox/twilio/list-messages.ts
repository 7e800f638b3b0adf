/**
 * `GET …/Messages.json`: the list that the product searches when a sending timed out and nobody knows what became of it.
 * Newest first, in pages, as the `twilio` package reads it.
 */
import type { SmsMessage } from "../message.ts";
import { jsonReply, type Reply } from "../reply.ts";
import { apiVersion, resourceOf } from "./message-resource.ts";
import { twilioError } from "./twilio-error.ts";

const defaultPageSize = 50;
const largestPageSize = 1_000;

/** `messages` are the account's, oldest first. */
export function listReply(
  accountSid: string,
  messages: readonly SmsMessage[],
  query: URLSearchParams,
): Reply {
  const size = Number(query.get("PageSize") ?? defaultPageSize);
  if (!Number.isInteger(size) || size < 1) return twilioError(20001, "PageSize");
  const pageSize = Math.min(size, largestPageSize);
  const filter = filterOf(query);
  if (typeof filter === "string") return twilioError(20001, filter);
  const found = messages.toReversed().filter(filter);
  const token = query.get("PageToken")?.slice(2);
  const start = token === undefined ? 0 : found.findIndex(({ sid }) => sid === token) + 1;
  const shown = found.slice(start, start + pageSize);
  const page = Number(query.get("Page") ?? 0);
  const uriOf = (changes: Record<string, string>): string =>
    pageUri(accountSid, query, { PageSize: `${pageSize}`, ...changes });
  const last = shown.at(-1)?.sid;
  const more = last !== undefined && start + pageSize < found.length;
  return jsonReply(200, {
    end: Math.max(start + shown.length - 1, 0),
    first_page_uri: uriOf({ Page: "0" }),
    messages: shown.map(resourceOf),
    next_page_uri: more ? uriOf({ Page: `${page + 1}`, PageToken: `PA${last}` }) : null,
    page,
    page_size: pageSize,
    previous_page_uri: null,
    start,
    uri: uriOf({ Page: `${page}` }),
  });
}

type Filter = (message: SmsMessage) => boolean;

/** The conditions of the query together, or the name of a parameter that cannot be read. */
function filterOf(query: URLSearchParams): Filter | string {
  const filters: Filter[] = [];
  const to = query.get("To");
  const from = query.get("From");
  if (to !== null) filters.push((message) => message.to === to);
  if (from !== null) filters.push((message) => message.body["From"] === from);
  // The operator's `=` is the query's own: `DateSent>=2026-11-21` arrives as a parameter `DateSent>`.
  for (const name of ["DateSent", "DateSent>", "DateSent<"]) {
    const text = query.get(name);
    if (text === null) continue;
    const span = spanOf(text);
    if (span === undefined) return name;
    filters.push(({ at }) => (name.endsWith("<") || at >= span.from) && (name.endsWith(">") || at < span.to));
  }
  return (message) => filters.every((holds) => holds(message));
}

/** The day or the second that a date names, half-open, in epoch milliseconds. */
function spanOf(text: string): { readonly from: number; readonly to: number } | undefined {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  if (!isDay && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return undefined;
  const from = Date.parse(text);
  return Number.isNaN(from) ? undefined : { from, to: from + (isDay ? 86_400_000 : 1_000) };
}

function pageUri(accountSid: string, query: URLSearchParams, changes: Record<string, string>): string {
  const next = new URLSearchParams(query);
  next.delete("PageToken");
  for (const [name, value] of Object.entries(changes)) next.set(name, value);
  return `/${apiVersion}/Accounts/${accountSid}/Messages.json?${next.toString()}`;
}
