/** Runs a reader of events over mutated fixtures and compares each answer with what must be read. */
import { isUtf8 } from "node:buffer";
import { isDeepStrictEqual } from "node:util";
import type { ReadEvents } from "../../../functions/adapters/event-grid/read-events.ts";
import { NOW } from "../../unit/adapters/event-grid/samples.ts";
import { makeRandom } from "../random.ts";
import { type FuzzReport, makeRecorder } from "../report.ts";
import { type EventCase, eventCase } from "./event-case.ts";
import { type ExpectedEvent, expectedEvent } from "./expected-event.ts";

export type EventsReader = (body: unknown, now: number) => Promise<ReadEvents>;

const REASONS = new Set(["notJson", "notAnEvent", "unknownType", "badIdentity", "badSequence", "badTime"]);
const DETAIL_CHARACTERS = 300;

/** The elements of a body, each with what must be read from it; undefined for a body that is no JSON. */
function expectedOf(body: unknown): { element: unknown; event: ExpectedEvent | undefined }[] | undefined {
  let parsed = body;
  try {
    if (body instanceof Uint8Array && !isUtf8(body)) return undefined;
    const text = body instanceof Uint8Array ? Buffer.from(body).toString("utf8") : body;
    if (typeof text === "string") parsed = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
  const elements: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return elements.map((element) => ({ element, event: expectedEvent(element, NOW) }));
}

/** A text without its mark, anything else as JSON; undefined for what nests too deeply to be written. */
function writtenAs(element: unknown): string | undefined {
  if (typeof element === "string") return element.replace(/^\uFEFF/, "");
  try {
    return JSON.stringify(element);
  } catch {
    return undefined;
  }
}

function wrongWith(read: ReadEvents, { body, untouched }: EventCase): string | undefined {
  const expected = expectedOf(body);
  for (const { reason, detail } of read.rejected) {
    if (!REASONS.has(reason)) return `the reason is ${reason}`;
    if (detail.length > DETAIL_CHARACTERS || !detail.endsWith("."))
      return `the detail is no sentence: ${detail}`;
  }
  if (expected === undefined) {
    const [only, ...more] = read.rejected;
    if (only?.reason !== "notJson" || more.length > 0 || read.accepted.length > 0)
      return "no JSON, and not told so";
    const kept =
      body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body).replace(/^\uFEFF/, "");
    return only.body === kept ? undefined : "the text is not kept whole";
  }
  const events = expected.flatMap(({ event }) => event ?? []);
  if (events.length < untouched) return "a fixture without a mutation is not expected to be accepted";
  if (read.accepted.length !== events.length)
    return `${read.accepted.length} accepted instead of ${events.length}`;
  for (const [index, event] of events.entries()) {
    if (!isDeepStrictEqual({ ...read.accepted[index] }, { ...event }))
      return `accepted as something else: ${index}`;
  }
  const refused = expected.filter(({ event }) => event === undefined);
  if (read.rejected.length !== refused.length)
    return `${read.rejected.length} rejected instead of ${refused.length}`;
  for (const [index, { element }] of refused.entries()) {
    const written = writtenAs(element);
    if (written !== undefined && read.rejected[index]?.body !== written) return `not kept whole: ${index}`;
  }
  return undefined;
}

async function readOrError(read: EventsReader, body: unknown): Promise<ReadEvents | Error> {
  try {
    return await read(body, NOW);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** `from`: the index of the first case. */
export async function fuzzEvents(
  read: EventsReader,
  seed: number,
  cases: number,
  from = 0,
): Promise<FuzzReport> {
  const recorder = makeRecorder();
  for (let index = from; index < from + cases; index += 1) {
    const event = eventCase(makeRandom(seed, index));
    const begun = performance.now();
    const result = await readOrError(read, event.body);
    recorder.took(index, event.text, performance.now() - begun);
    if (result instanceof Error) {
      recorder.found(index, event.kinds, `threw ${result.name}: ${result.message}`, event.text);
      continue;
    }
    const wrong = wrongWith(result, event);
    if (wrong !== undefined) recorder.found(index, event.kinds, wrong, event.text);
    recorder.ended(event.kinds, result.rejected.length === 0);
    for (const { reason } of result.rejected) recorder.reason(reason);
    for (const { evidence } of result.accepted) recorder.reason(evidence.kind);
  }
  return recorder.report(cases);
}
