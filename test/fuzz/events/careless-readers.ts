/** Readers of events with one fault each, as somebody could have written them, and the mutation that shows it. */
import { readEvents } from "../../../functions/adapters/event-grid/read-events.ts";
import type { EventsReader } from "./fuzz-events.ts";

type Change = (key: string, value: unknown) => unknown;

function textOf(body: unknown): string {
  if (typeof body === "string") return body.replace(/^\uFEFF/, "");
  return body instanceof Uint8Array ? Buffer.from(body).toString("utf8") : JSON.stringify(body);
}

/** Reads what `mend` makes of the text, where more of that is accepted than of the text itself. */
function mending(mend: (text: string) => unknown): EventsReader {
  return async (body, now) => {
    const read = await readEvents(body, now);
    try {
      const mended = await readEvents(mend(textOf(body)), now);
      return mended.accepted.length > read.accepted.length ? mended : read;
    } catch {
      return read;
    }
  };
}

function revising(change: Change): EventsReader {
  return mending((text) => JSON.parse(text, change));
}

function inText(change: (value: string) => string): Change {
  return (_key, value) => (typeof value === "string" ? change(value) : value);
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function lenientTime(value: string): string {
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? value : at.toISOString();
}

/** Fields that an own `__proto__` or a like key holds, as if they were inherited. */
function inheriting(_key: string, value: unknown): unknown {
  if (!isGroup(value)) return value;
  const above = new Map(Object.entries(value));
  const inherited = [above.get("__proto__"), above.get("constructor")].filter(isGroup);
  return Object.assign({}, ...inherited, value);
}

const FIRST_OF_TWO =
  /("([\w-]+)":(?:"[^"\\]*"|-?[\d.eE+-]+|null|true|false)),"\2":(?:"[^"\\]*"|\[\]|\{\}|-?[\d.eE+-]+)/g;

const FIELD_NAMES = ["deviceId", "moduleId", "hubName", "sequenceNumber", "id", "type", "time"];

/** Its fault, the kind of mutation that must show it, and the reader. */
export interface Careless<Reader> {
  readonly fault: string;
  readonly kind: string;
  readonly read: Reader;
}

function faulty(fault: string, kind: string, read: EventsReader): Careless<EventsReader> {
  return { fault, kind, read };
}

export const careless: readonly Careless<EventsReader>[] = [
  faulty(
    "makes texts of numbers",
    "another type",
    revising((_key, value) => (typeof value === "number" ? String(value) : value)),
  ),
  faulty(
    "takes the one item of a list",
    "another type",
    revising((_key, value) => (Array.isArray(value) && value.length === 1 ? value[0] : value)),
  ),
  faulty(
    "makes up what is missing",
    "field dropped",
    revising((key, value) => (key === "data" && isGroup(value) ? { deviceId: "unknown", ...value } : value)),
  ),
  faulty(
    "cuts what is too long",
    "long text",
    revising((key, value) => (typeof value === "string" && key !== "source" ? value.slice(0, 64) : value)),
  ),
  faulty(
    "leaves out odd characters",
    "odd character",
    revising(inText((value) => value.replaceAll(/[^ -~]/g, ""))),
  ),
  faulty("trims", "odd character", revising(inText((value) => value.trim()))),
  faulty(
    "takes any date for a time",
    "odd time",
    revising((key, value) => (/time$/i.test(key) && typeof value === "string" ? lenientTime(value) : value)),
  ),
  faulty("believes what is inherited", "inherited", revising(inheriting)),
  faulty(
    "does not mind the case of keys",
    "key changed",
    revising((_key, value) => {
      if (!isGroup(value)) return value;
      const renamed = Object.entries(value).map(([key, child]): [string, unknown] => [
        FIELD_NAMES.find((name) => name.toLowerCase() === key.toLowerCase()) ?? key,
        child,
      ]);
      return Object.fromEntries(renamed);
    }),
  ),
  faulty(
    "takes the first of two keys",
    "key repeated",
    mending((text) => text.replaceAll(FIRST_OF_TWO, "$1")),
  ),
  faulty(
    "takes numbers for null where they are none",
    "odd number",
    revising((_key, value) =>
      value === Infinity || value === -Infinity || Object.is(value, -0) ? null : value,
    ),
  ),
  faulty(
    "upper-cases before it looks",
    "odd character",
    revising((key, value) =>
      key === "sequenceNumber" && typeof value === "string" ? value.toUpperCase() : value,
    ),
  ),
  faulty(
    "decodes any base64",
    "data as base64",
    revising((key, value) =>
      key === "data_base64"
        ? Buffer.from(
            typeof value === "string"
              ? value
              : Buffer.from(Array.isArray(value) ? value : []).toString("base64"),
            "base64",
          ).toString("base64")
        : value,
    ),
  ),
  faulty(
    "decodes any bytes",
    "body: bytes flipped",
    mending((text) => text),
  ),
  faulty(
    "reads a text of a text",
    "data as text",
    revising((key, value) => (key === "data" && typeof value === "string" ? unquoted(value) : value)),
  ),
  faulty(
    "reads as far as it can",
    "text: cut off",
    mending((text) => text.slice(0, text.lastIndexOf("},{")).concat("}]")),
  ),
  faulty(
    "reads on after what it does not know",
    "text: beginning lost",
    mending((text) => `[${text.slice(text.indexOf('{"'))}`),
  ),
  faulty("takes the first element for all", "long list", async (body, now) => {
    const read = await readEvents(body, now);
    return read.accepted.length > 1 ? { ...read, accepted: read.accepted.slice(0, 1) } : read;
  }),
  faulty("refuses a whole batch for one", "field dropped", async (body, now) => {
    const read = await readEvents(body, now);
    return read.rejected.length > 0 ? { ...read, accepted: [] } : read;
  }),
  faulty("forgets what it refuses", "hostile value", async (body, now) => ({
    ...(await readEvents(body, now)),
    rejected: [],
  })),
  faulty("keeps the beginning of what it refuses", "long text", async (body, now) => {
    const read = await readEvents(body, now);
    return {
      ...read,
      rejected: read.rejected.map((event) => ({ ...event, body: event.body.slice(0, 2_000) })),
    };
  }),
  faulty("writes whatever it reads", "deep nesting", async (body, now) => {
    JSON.stringify(typeof body === "string" ? JSON.parse(body.replace(/^\uFEFF/, "")) : body);
    return await readEvents(body, now);
  }),
  faulty("counts attributes that it does not know", "more attributes", async (body, now) => {
    if (/"(?:replays|traceparent)"/.test(textOf(body))) throw new TypeError("an unknown attribute");
    return await readEvents(body, now);
  }),
  faulty("is confused by a prototype's names", "prototype key", async (body, now) => {
    if (/"(?:__proto__|toJSON|valueOf)":/.test(textOf(body))) throw new TypeError("cannot convert object");
    return await readEvents(body, now);
  }),
];

function unquoted(value: string): unknown {
  const once: unknown = JSON.parse(value);
  return typeof once === "string" ? JSON.parse(once) : once;
}
