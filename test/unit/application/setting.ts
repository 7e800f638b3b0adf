/** What use cases are tried in: the real store in memory, a clock that stands still, and queues and a sender that note. */
import { makeSqliteStore } from "../../../functions/adapters/sqlite/sqlite-store.ts";
import type { Deps } from "../../../functions/application/deps.ts";
import type {
  DeadlineMessage,
  NotificationMessage,
  SendOutcome,
  SendRequest,
  Store,
} from "../../../functions/application/ports.ts";
import { makePace } from "../../../functions/application/pace.ts";
import { makeTurns } from "../../../functions/application/turns.ts";
import { applyEvidence } from "../../../functions/application/apply-evidence.ts";
import type { Connection } from "../../../functions/domain/connection.ts";
import type { Evidence } from "../../../functions/domain/evidence.ts";
import type { Identity } from "../../../functions/domain/identity.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import { makeMemoryQueues, type MemoryQueues } from "../../contract/queues/queues-in-memory.ts";
import { IDENTITY, T0 } from "../domain/histories.ts";
import { POLICY } from "../domain/policies.ts";

export interface Setting {
  readonly deps: Deps;
  readonly store: Store;
  /** What the clock says. */
  now: Instant;
  /** What a provider answers; by default it accepts. */
  answer: (request: SendRequest) => SendOutcome | Promise<SendOutcome>;
  readonly sent: SendRequest[];
  readonly deadlines: (DeadlineMessage & { readonly delayMs: number })[];
  readonly notifications: (NotificationMessage & { readonly delayMs: number })[];
  readonly poison: MemoryQueues["poison"];
  /** Texts that were sent as they are: the queue's name, and the text. */
  readonly returned: string[];
  readonly log: Readonly<Record<string, unknown>>[];
  readonly pauses: number[];
}

/** `disturb` may put something between the use cases and the store; `setting.store` is the store itself. */
export function makeSetting(disturb: (store: Store) => Store = (store) => store): Setting {
  const store = makeSqliteStore({ path: ":memory:" });
  const { port, poison } = makeMemoryQueues(() => setting.now);
  const note = (event: string, fields: Readonly<Record<string, unknown>>): void => {
    setting.log.push({ event, ...fields });
  };
  let seed = 11;
  const deps: Deps = {
    store: disturb(store),
    policy: POLICY,
    clock: {
      now: () => setting.now,
      pause: async (ms) => void setting.pauses.push(ms),
    },
    random: () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647,
    log: { info: note, warn: note, error: note },
    pace: makePace(),
    turns: makeTurns(),
    queues: {
      ...port,
      sendDeadline: async (message, delayMs) => void setting.deadlines.push({ ...message, delayMs }),
      sendNotification: async (message, delayMs) => void setting.notifications.push({ ...message, delayMs }),
      send: async (queue, text) => void setting.returned.push(`${queue} ${text}`),
    },
    sender: {
      send: async (request) => {
        setting.sent.push(request);
        return setting.answer(request);
      },
    },
  };
  const setting: Setting = {
    deps,
    store,
    now: T0,
    answer: () => ({ name: "accepted", receipt: "r" }),
    sent: [],
    deadlines: [],
    notifications: [],
    poison,
    returned: [],
    log: [],
    pauses: [],
  };
  return setting;
}

/** Applies evidence at the instants at which it was stamped, or at `now` where it carries none. */
export async function live(setting: Setting, identity: Identity, ...evidence: Evidence[]): Promise<void> {
  for (const one of evidence) {
    if ("at" in one) setting.now = Math.max(setting.now, one.at);
    await applyEvidence(setting.deps, identity, one);
  }
}

export async function stored(setting: Setting, identity: Identity = IDENTITY): Promise<Connection> {
  const saved = await setting.store.connections.read(identity);
  if (saved === undefined) throw new Error("nothing is stored of this identity");
  return saved.value;
}

/** All incidents, oldest first. */
export async function incidentsOf(setting: Setting): Promise<Incident[]> {
  const newestFirst = await setting.store.incidents.page({}, undefined, 100);
  return newestFirst.toReversed();
}

/** The one incident there is. */
export async function onlyIncident(setting: Setting): Promise<Incident> {
  const [incident, ...others] = await incidentsOf(setting);
  if (incident === undefined || others.length > 0) throw new Error(`there are ${others.length} others`);
  return incident;
}

export const wordsOf = ({ sent }: Setting): string[] =>
  sent.map(({ target, notice }) => `${target.channel} ${notice.word} ×${notice.count}`);
