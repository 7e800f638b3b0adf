/**
 * A fleet whose deadlines have all passed while nothing ran: the sweep, the queues and the providers at work on it,
 * each call in its own virtual time, so that what runs at once in Azure runs at once here.
 */
import { makeSqliteStore } from "../../functions/adapters/sqlite/sqlite-store.ts";
import { applyEvidence } from "../../functions/application/apply-evidence.ts";
import type { Deps } from "../../functions/application/deps.ts";
import { notify } from "../../functions/application/notify.ts";
import { makePace } from "../../functions/application/pace.ts";
import type { NotificationMessage } from "../../functions/application/ports.ts";
import { sweep } from "../../functions/application/sweep.ts";
import type { Swept } from "../../functions/application/sweep.ts";
import { makeTurns } from "../../functions/application/turns.ts";
import type { Identity } from "../../functions/domain/identity.ts";
import { parseSequence } from "../../functions/domain/sequence.ts";
import { MINUTE_MS } from "../../functions/domain/time.ts";
import type { Instant } from "../../functions/domain/time.ts";
import { makeMemoryQueues } from "../contract/queues/queues-in-memory.ts";
import { around } from "../ports/around.ts";
import { makeVirtualTime } from "./virtual-time.ts";
import { POLICY } from "./world.ts";

/** One call of the store, one of the queue, and one of a provider. */
const LATENCY_MS = { store: 5, queues: 5, sender: 150 };
/** As the platform does on one instance. */
const HANDLED_AT_ONCE = 16;

export interface Fleet {
  /** Devices alone, each a group of its own. */
  readonly devices: number;
  /** Modules of one device, one group. */
  readonly modules: number;
}

export interface Drained {
  /** When a message was accepted, for each target. */
  readonly sent: ReadonlyMap<string, readonly Instant[]>;
  /** From the first sweep until no deadline was overdue any more. */
  readonly minutesUntilJudged: number;
  readonly sweeps: readonly Swept[];
  /** Calls of the store, those of the sweeps and those of the handlers. */
  readonly calls: number;
  readonly left: { readonly overdue: number; readonly owing: number; readonly incidents: number };
}

export interface Watch {
  /** How long, from the first sweep on, in virtual time. */
  readonly forMs: number;
  /** While the app is stopped, and nobody handles anything. */
  readonly stopped?: { readonly fromMs: number; readonly untilMs: number };
}

export async function drain({ devices, modules }: Fleet, { forMs, stopped }: Watch): Promise<Drained> {
  const start = Date.UTC(2026, 10, 21, 9);
  const time = makeVirtualTime(start);
  const store = makeSqliteStore({ path: ":memory:", now: () => time.now() });
  const sent = new Map<string, Instant[]>();
  let calls = 0;
  const deps: Deps = {
    store: around(store, async ({ perform }) => {
      calls += 1;
      await time.sleep(LATENCY_MS.store);
      return perform();
    }),
    policy: POLICY,
    clock: { now: () => time.now(), pause: (ms) => time.sleep(ms) },
    random: makeRandom(),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    queues: {
      ...makeMemoryQueues(() => time.now()).port,
      send: async () => {},
      sendDeadline: async () => {},
      sendNotification: async (message, delayMs) => {
        time.at(time.now() + delayMs, () => messages.add(message));
        await time.sleep(LATENCY_MS.queues);
      },
    },
    sender: {
      send: async ({ target }) => {
        await time.sleep(LATENCY_MS.sender);
        sent.set(target.id, [...(sent.get(target.id) ?? []), time.now()]);
        return { name: "accepted", receipt: "r" };
      },
    },
    pace: makePace(),
    turns: makeTurns(),
  };
  const messages = makeBacklog((message) => notify(deps, message));
  await seed({ ...deps, store }, { devices, modules }, start);

  const sweeps: Swept[] = [];
  let judgedAt: Instant | undefined;
  const begin = start + 30 * MINUTE_MS;
  const isStopped = (): boolean => {
    const ms = time.now() - begin;
    return stopped !== undefined && ms >= stopped.fromMs && ms < stopped.untilMs;
  };
  const sweepFrom = (minute: Instant): void =>
    time.at(minute, () => {
      if (isStopped()) return sweepFrom(minute + MINUTE_MS);
      void sweep(deps).then(async (swept) => {
        sweeps.push(swept);
        if (judgedAt === undefined && (await store.connections.overdue(time.now(), 1)).length === 0) {
          judgedAt = time.now();
        }
        sweepFrom(Math.floor(time.now() / MINUTE_MS + 1) * MINUTE_MS);
      });
    });
  sweepFrom(begin);
  if (stopped !== undefined) {
    time.at(begin + stopped.fromMs, () => messages.stop());
    time.at(begin + stopped.untilMs, () => messages.go());
  }
  await time.runUntil(begin + forMs);
  const now = time.now();
  const left = {
    overdue: (await store.connections.overdue(now, 1_000)).length,
    owing: (await store.connections.owing(now - MINUTE_MS, 1_000)).length,
    incidents: (await store.incidents.due(now - MINUTE_MS, 1_000)).length,
  };
  await store.close();
  return { sent, sweeps, calls, left, minutesUntilJudged: ((judgedAt ?? Infinity) - begin) / MINUTE_MS };
}

/** The most that lie within `windowMs`, wherever it begins. */
export function mostWithin(instants: readonly Instant[], windowMs: number): number {
  let first = 0;
  return instants.reduce((most, instant, index) => {
    while ((instants[first] ?? instant) <= instant - windowMs) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

/** Everybody disconnects in the same minute, and the messages of their deadlines are lost. */
async function seed(deps: Deps, { devices, modules }: Fleet, start: Instant): Promise<void> {
  const clock = { now: () => start + MINUTE_MS, pause: async () => {} };
  const identities: Identity[] = [
    ...Array.from({ length: devices }, (_, index) => ({ hub: "contoso-hub", deviceId: `pump-${index}` })),
    ...Array.from({ length: modules }, (_, index) => ({
      hub: "contoso-hub",
      deviceId: "gateway",
      moduleId: `m-${index}`,
    })),
  ];
  const sequence = parseSequence("2");
  if (sequence === undefined) throw new Error("not a sequence number");
  for (const [index, identity] of identities.entries()) {
    const at = start + (index % MINUTE_MS);
    await applyEvidence({ ...deps, clock }, identity, { kind: "disconnected", sequence, at, eventId: "e" });
  }
}

/** Messages that are due, so many at once in hand; one that fails is lost, because the sweep must do without it. */
function makeBacklog(handle: (message: NotificationMessage) => Promise<void>) {
  const waiting: NotificationMessage[] = [];
  let taken = 0;
  let running = 0;
  let places = HANDLED_AT_ONCE;
  const next = (): void => {
    const message = running < places ? waiting[taken] : undefined;
    if (message === undefined) return;
    taken += 1;
    running += 1;
    const end = (): void => {
      running -= 1;
      next();
    };
    handle(message).then(end, end);
  };
  return {
    add: (message: NotificationMessage): void => {
      waiting.push(message);
      next();
    },
    stop: (): void => {
      places = 0;
    },
    go: (): void => {
      places = HANDLED_AT_ONCE;
      for (let count = 0; count < places; count += 1) next();
    },
  };
}

function makeRandom(): () => number {
  let seed = 7;
  return () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
}
