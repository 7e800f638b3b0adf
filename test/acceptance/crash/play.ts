/** Plays a story in which some calls go wrong, and says in which ways the end is another than without that. */
import { inspect } from "node:util";
import type { SendRequest } from "../../../functions/application/ports.ts";
import { disturb, waysOf } from "../../ports/disturb.ts";
import type { Way } from "../../ports/disturb.ts";
import { clockTime } from "../story-events.ts";
import { makeWorld } from "../world.ts";
import type { Handling, World } from "../world.ts";
import { differences } from "./differences.ts";
import { finalDocuments } from "./final-documents.ts";
import type { FinalDocuments } from "./final-documents.ts";
import type { Story } from "./stories.ts";

/** A call, counted from 1, and the way in which it goes wrong. */
export interface Point {
  readonly nth: number;
  readonly way: Way;
}

export interface Call {
  readonly name: string;
  readonly given: readonly unknown[];
  readonly by: Handling | undefined;
}

export interface Run {
  /** Those that can go wrong, in order. */
  readonly calls: readonly Call[];
  readonly accepted: readonly SendRequest[];
  readonly documents: FinalDocuments;
  readonly poison: World["poison"];
  readonly log: World["log"];
}

export async function play(story: Story, ...points: readonly Point[]): Promise<Run> {
  const calls: Call[] = [];
  const choose = ({ name, given }: Pick<Call, "name" | "given">): Way | undefined => {
    if (waysOf(name).length === 0) return undefined;
    calls.push({ name, given, by: world.handling() });
    const way = points.find(({ nth }) => nth === calls.length)?.way;
    // Of a second one it shows only now which call it is.
    return way !== undefined && waysOf(name).includes(way) ? way : undefined;
  };
  const world: World = makeWorld(story.policy, "07:59", (ports) =>
    disturb(ports, { choose, kill: () => world.kill() }),
  );
  world.lockMs = story.lockMs;
  world.parallel = story.parallel ?? 1;
  world.provider = story.makeProvider();
  world.send(...story.events);
  await world.runUntil(story.until);
  const { accepted, poison, log } = world;
  return { calls, accepted, documents: await finalDocuments(world), poison, log };
}

/**
 * What is wrong with a run, measured by the one in which nothing went wrong; nothing if it is as it has to be.
 * `mishaps`: how many calls went wrong.
 */
export function faultsOf(calm: Run, run: Run, mishaps: number): string[] {
  return [
    ...messageFaults(calm.accepted, run.accepted, mishaps),
    ...differences(calm.documents, run.documents),
    ...run.poison.map((work) => `poison: ${inspect(work, { depth: 3, breakLength: Infinity })}`),
    ...run.log.flatMap(({ event, error }) =>
      event === "failed" && !String(error).startsWith("TransientError")
        ? [`a handler failed: ${String(error)}`]
        : [],
    ),
  ];
}

/**
 * Each place gets the same messages of each incident in the same order; for each mishap one may come again, if it is no
 * SMS. In which order two incidents have their turn is nobody's matter.
 */
function messageFaults(calm: readonly SendRequest[], run: readonly SendRequest[], mishaps: number): string[] {
  const conversations = new Set([...calm, ...run].map(conversationOf));
  const faults = [...conversations].flatMap((conversation) => {
    const expected = wordsOf(calm, conversation);
    const got = wordsOf(run, conversation);
    const once = conversation.startsWith("sms") ? got : got.filter((word, index) => word !== got[index - 1]);
    return differences(expected, once, `messages to ${conversation}`);
  });
  const repeated = run.length - calm.length;
  return repeated > mishaps ? [...faults, `${repeated} messages came again`] : faults;
}

function conversationOf({ target, notice: { incidentId } }: SendRequest): string {
  return `${target.id} of ${incidentId}`;
}

function wordsOf(accepted: readonly SendRequest[], conversation: string): string[] {
  return accepted
    .filter((one) => conversationOf(one) === conversation)
    .map(({ notice: { word, subject, count, since, until, names } }) => {
      const time = until === undefined ? clockTime(since) : `${clockTime(since)}-${clockTime(until)}`;
      return `${word} ${subject} ×${count} (${names.join(", ")}) ${time}`;
    });
}

/** The numbers of the sweeps that found nothing to do: they did what the last one did, when everything was over. */
export function idleSweeps(calls: readonly Call[]): ReadonlySet<number> {
  const sweeps = Map.groupBy(calls, ({ by }) => (by?.work.queue === "sweep" ? by.number : 0));
  sweeps.delete(0);
  const names = [...sweeps].map(([number, own]) => [number, own.map(({ name }) => name).join(" ")] as const);
  const idle = names.at(-1)?.[1];
  return new Set(names.flatMap(([number, all]) => (all === idle ? [number] : [])));
}

/**
 * All points of a run; or those that matter: not in a sweep that found nothing to do, not at a line of the log, and of
 * a death between two calls of the same work only the one that comes after the first.
 */
export function pointsOf({ calls }: Run, which: "all" | "busy"): Point[] {
  const idle = idleSweeps(calls);
  return calls.flatMap(({ name, by }, index) => {
    const points = waysOf(name).map((way): Point => ({ nth: index + 1, way }));
    if (which === "all") return points;
    if (idle.has(by?.number ?? 0)) return [];
    const isFirst = calls[index - 1]?.by?.number !== by?.number;
    return name.startsWith("log.") ? [] : points.filter(({ way }) => isFirst || way !== "killBefore");
  });
}
