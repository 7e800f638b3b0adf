/**
 * A world in which whole stories run in no time: the real use cases on a real store, with a virtual clock, queues
 * that keep their promises (delays, redelivery, poison) and providers that do what the story says.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { isDeepStrictEqual } from "node:util";
import type { StoredDocument } from "../../functions/adapters/documents/container.ts";
import { CONTAINER_NAMES } from "../../functions/adapters/documents/containers.ts";
import type { ContainerName } from "../../functions/adapters/documents/containers.ts";
import { makeDocumentStore } from "../../functions/adapters/documents/document-store.ts";
import { makeSqliteEngine } from "../../functions/adapters/sqlite/sqlite-store.ts";
import type { Deps } from "../../functions/application/deps.ts";
import type { SendOutcome, SendRequest, Store } from "../../functions/application/ports.ts";
import { sweep } from "../../functions/application/sweep.ts";
import type { Policy } from "../../functions/domain/policy.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import type { Instant } from "../../functions/domain/time.ts";
import { makeMemoryQueues, oldest } from "../contract/queues/queues-in-memory.ts";
import { makeInstance } from "./instance.ts";
import type { Instance, Ports } from "./instance.ts";
import { at, clockTime, eventOf } from "./story-events.ts";
import type { StoryEvent } from "./story-events.ts";
import { carriedInstant, perform, textOf, workOf } from "./work.ts";
import type { Work } from "./work.ts";
import { FLAPPING, RENEWAL } from "../unit/domain/policies.ts";

const REDELIVERY_MS = 30 * SECOND_MS;
const MAX_DEQUEUE = 5;
/** After which Event Grid repeats a push that failed; after the last, as long again each time. */
const PUSH_RETRIES_MS = [10 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS];

export const POLICY: Policy = {
  routes: [
    {
      match: {},
      graceMs: 5 * MINUTE_MS,
      recoveryMs: 90 * SECOND_MS,
      groupBy: ["gateway"],
      groupWaitMs: 30 * SECOND_MS,
      groupIntervalMs: 5 * MINUTE_MS,
      zone: "UTC",
      notify: ["ops", "oncall"],
    },
  ],
  receivers: [
    {
      name: "ops",
      channel: "teams-workflow",
      targets: [{ id: "workflow:ops", channel: "teams-workflow", address: "https://example.test/ops" }],
    },
    {
      name: "oncall",
      channel: "sms",
      targets: [{ id: "sms:+4790000000", channel: "sms", address: "+4790000000" }],
    },
  ],
  flapping: FLAPPING,
  renewal: RENEWAL,
  tags: [],
  topology: [],
  growth: 0.25,
  retryForMs: DAY_MS,
};

interface Queued {
  readonly work: Work;
  /** From when on anybody may take it. */
  readonly due: Instant;
  /** Since when it is due, however often it was given out. */
  readonly since: Instant;
  readonly dequeued: number;
}

export interface World {
  readonly deps: Deps;
  readonly store: Store;
  /** Lets events arrive at their times; repeated ones share their content. */
  send(...events: readonly StoryEvent[]): void;
  /** Runs everything that falls due until then, in order of time. */
  runUntil(time: string): Promise<void>;
  /** What the receivers got: `09:05:30 workflow:ops OFFLINE rpihat2 ×3`. */
  readonly messages: readonly string[];
  readonly accepted: readonly SendRequest[];
  /** Decides what a provider answers; by default it accepts. */
  provider: (request: SendRequest, now: Instant) => SendOutcome | undefined;
  /** Drops every message of a queue, as if it had been lost. */
  lose: { deadlines?: boolean; notifications?: boolean };
  /** Of these queues nobody handles anything: what falls due stays there. */
  stalled: { deadlines?: boolean; notifications?: boolean; events?: boolean };
  readonly poison: readonly Work[];
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** Whether the sweep runs each minute. */
  sweeping: boolean;
  /** How many messages of one second are worked on at once. */
  parallel: number;
  /** How many processes share the work. */
  instances: number;
  /** How often each message is given out, at once, as the platform may. */
  copies: number;
  /** How long a message stays hidden after its process died: 10 min in Azure, 10 s in the local runner. */
  lockMs: number;
  /** Kills a process and starts another in its place. What it had in hand is given out again, as the platform does. */
  kill(instance?: number): void;
  /** What the caller belongs to: which piece of work, in order of time. */
  handling(): Handling | undefined;
  /** All documents, as they are stored. */
  documents(): Promise<ReadonlyMap<ContainerName, readonly StoredDocument[]>>;
}

/** A message, or the sweep, being worked on. */
export interface Handling {
  readonly number: number;
  readonly at: Instant;
  readonly work: Work | { readonly queue: "sweep" };
}

/**
 * `disturb` may put something between the use cases of a process and its ports; `world.store` is the store itself,
 * and `world.deps` are the ports of the first process.
 */
export function makeWorld(
  policy: Policy = POLICY,
  start = "08:00",
  disturb: (ports: Ports, instance: number) => Ports = (ports) => ports,
  path = ":memory:",
): World {
  const engine = makeSqliteEngine({ path });
  const store = makeDocumentStore(engine, () => {});
  /** In the order in which they fall due; of those due together, the one that came first. */
  const queue: Queued[] = [];
  const messages: string[] = [];
  const accepted: SendRequest[] = [];
  const { port, poison } = makeMemoryQueues(() => now);
  const log: Record<string, unknown>[] = [];
  let now = at(start);
  let seed = 7;
  let runs = 0;
  const handling = new AsyncLocalStorage<Handling>();
  const portsOf = new Map<number, Ports>();
  const instances = new Map<number, Instance>();

  const enqueue = (work: Work, due: Instant, before?: Pick<Queued, "since" | "dequeued">): void => {
    const { since = carriedInstant(work) ?? due, dequeued = 0 } = before ?? {};
    const later = queue.findLastIndex((one) => one.due <= due) + 1;
    queue.splice(later, 0, { work, due, since, dequeued });
  };
  /** Events that are still to come are in the story, not in the queue. */
  const arrived = (name: string): Queued[] =>
    queue.filter(({ work, since }) => work.queue === name && (name !== "events" || since <= now));
  const write = (event: string, fields: Readonly<Record<string, unknown>>): void => {
    log.push({ event, ...fields });
  };
  const surroundings: Ports = {
    store,
    policy,
    clock: { now: () => now, pause: async () => {} },
    // A small linear congruential generator: stories must be the same every time.
    random: () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647,
    log: { info: write, warn: write, error: write },
    queues: {
      ...port,
      sendDeadline: async (body, delayMs) => {
        if (world.lose.deadlines !== true) enqueue({ queue: "deadlines", body }, now + delayMs);
      },
      sendNotification: async (body, delayMs) => {
        if (world.lose.notifications !== true) enqueue({ queue: "notifications", body }, now + delayMs);
      },
      send: async (name, text) => enqueue(workOf(name, text), now),
      count: async (name) => (name === "events" ? arrived(name).length : port.count(name)),
      dueSince: async (name) => {
        const visible = arrived(name).filter(({ due }) => due <= now);
        return oldest(visible.map(({ since }) => since)) ?? port.dueSince(name);
      },
    },
    sender: {
      send: async (request) => {
        const known = found(accepted, request);
        if (known !== undefined) return known;
        const outcome = world.provider(request, now) ?? { name: "accepted", receipt: `r${accepted.length}` };
        if (outcome.name === "accepted") {
          const { word, subject, count } = request.notice;
          messages.push(`${clockTime(now)} ${request.target.id} ${word} ${subject} ×${count}`);
          accepted.push(request);
        }
        return outcome;
      },
    },
  };

  const instance = (index: number): Instance => {
    const ports = portsOf.get(index) ?? disturb(surroundings, index);
    const running = instances.get(index) ?? makeInstance(ports);
    portsOf.set(index, ports);
    instances.set(index, running);
    return running;
  };

  /** Does a piece of work on one of the processes; `died` if that was its end. */
  const run = async (
    work: Handling["work"],
    todo: (deps: Deps) => Promise<unknown>,
  ): Promise<"done" | "died"> => {
    const number = (runs += 1);
    const process = instance(number % world.instances);
    const done = handling.run({ number, at: now, work }, () => todo(process.deps));
    try {
      await Promise.race([done, process.died]);
    } catch (error) {
      if (!process.isDead()) throw error;
    }
    return process.isDead() ? "died" : "done";
  };

  const comeAgain = ({ work, dequeued, since }: Queued, waitMs: number): void => {
    const retryMs = work.queue === "push" ? (PUSH_RETRIES_MS[dequeued] ?? 10 * MINUTE_MS) : waitMs;
    if (work.queue !== "push" && dequeued + 1 >= MAX_DEQUEUE) poison.put(work.queue, textOf(work));
    else enqueue(work, now + retryMs, { since, dequeued: dequeued + 1 });
  };

  const runOne = async (message: Queued): Promise<void> => {
    const { work, due } = message;
    now = Math.max(now, due);
    try {
      const end = await run(work, (deps) => perform(deps, work));
      if (end === "died") comeAgain(message, world.lockMs);
    } catch (error) {
      write("failed", { queue: work.queue, error: String(error) });
      comeAgain(message, REDELIVERY_MS);
    }
  };

  const runSweep = async (): Promise<void> => {
    if (!world.sweeping) return;
    await run({ queue: "sweep" }, sweep).catch((error: unknown) =>
      write("sweepFailed", { error: String(error) }),
    );
  };

  const copies = (todo: () => Promise<void>): Promise<void>[] =>
    Array.from({ length: world.copies }, () => todo());

  const isTakeable = ({ work }: Queued): boolean =>
    work.queue === "push" || world.stalled[work.queue] !== true;

  /** Takes out of the queue what is worked on at once from `due` on: what is due in that second. */
  const together = (due: Instant): Queued[] => {
    const taken: Queued[] = [];
    for (let place = 0; taken.length < world.parallel;) {
      const one = queue[place];
      if (one === undefined || one.due >= due + SECOND_MS) break;
      if (isTakeable(one)) taken.push(...queue.splice(place, 1));
      else place += 1;
    }
    return taken;
  };

  const world: World = {
    get deps() {
      return instance(0).deps;
    },
    store,
    messages,
    accepted,
    get poison() {
      return poison.all().map(({ queue: name, text }) => workOf(name, text));
    },
    log,
    sweeping: true,
    parallel: 1,
    instances: 1,
    copies: 1,
    lockMs: 10 * MINUTE_MS,
    handling: () => handling.getStore(),
    kill: (index = 0) => {
      instances.get(index)?.kill();
      instances.delete(index);
    },
    documents: async () => {
      const all = CONTAINER_NAMES.map(
        async (name) => [name, await engine.container(name).query({ orderBy: "id", limit: 10_000 })] as const,
      );
      return new Map(await Promise.all(all));
    },
    provider: () => undefined,
    lose: {},
    stalled: {},
    send: (...events) => {
      for (const event of events) {
        const arrives = event.arrives === undefined ? at(event.at) + SECOND_MS : at(event.arrives);
        enqueue({ queue: event.push === true ? "push" : "events", body: eventOf(event) }, arrives);
      }
    },
    runUntil: async (time) => {
      const end = at(time);
      let nextSweep = Math.ceil((now + 1) / MINUTE_MS) * MINUTE_MS;
      for (;;) {
        const first = queue.find(isTakeable);
        const due = Math.max(first?.due ?? Infinity, now);
        if (nextSweep <= end && nextSweep <= due) {
          now = nextSweep;
          nextSweep += MINUTE_MS;
          // Who does one thing after another sweeps first; others go on meanwhile.
          const others = world.parallel > 1 ? together(now) : [];
          await Promise.all([...copies(runSweep), ...others.flatMap((one) => copies(() => runOne(one)))]);
        } else if (first !== undefined && due <= end) {
          await Promise.all(together(due).flatMap((one) => copies(() => runOne(one))));
        } else {
          now = end;
          return;
        }
      }
    },
  };
  return world;
}

/** Of an SMS, the provider can say whether it has it already. */
function found(
  accepted: readonly SendRequest[],
  { target, notice, unknownSince }: SendRequest,
): SendOutcome | undefined {
  if (unknownSince === undefined || target.channel !== "sms") return undefined;
  const index = accepted.findIndex(
    (one) => one.target.id === target.id && isDeepStrictEqual(one.notice, notice),
  );
  return index === -1 ? undefined : { name: "accepted", receipt: `r${index}` };
}
