/**
 * A world in which whole stories run in no time: the real use cases on a real store, with a virtual clock, queues
 * that keep their promises (delays, redelivery, poison) and providers that do what the story says.
 */
import { readEvents } from "../../functions/adapters/event-grid/read-events.ts";
import { makeSqliteStore } from "../../functions/adapters/sqlite/sqlite-store.ts";
import type { Deps } from "../../functions/application/deps.ts";
import { executeDeadline } from "../../functions/application/execute-deadline.ts";
import { notify } from "../../functions/application/notify.ts";
import type {
  DeadlineMessage,
  NotificationMessage,
  SendOutcome,
  SendRequest,
  Store,
} from "../../functions/application/ports.ts";
import { receiveEvents } from "../../functions/application/receive-events.ts";
import { sweep } from "../../functions/application/sweep.ts";
import type { Policy } from "../../functions/domain/policy.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import type { Instant } from "../../functions/domain/time.ts";

const DAY = Date.UTC(2026, 10, 21);
const REDELIVERY_MS = 30 * SECOND_MS;
const MAX_DEQUEUE = 5;

export const POLICY: Policy = {
  routes: [
    {
      match: {},
      graceMs: 5 * MINUTE_MS,
      recoveryMs: 90 * SECOND_MS,
      groupWaitMs: 30 * SECOND_MS,
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
  tags: [],
  retryForMs: DAY_MS,
};

/** `09:00`, `09:00:30`, `09:00:30.5` or `+1d 09:00`, as an instant of the story's day. */
export function at(time: string): Instant {
  const [, days = "0", hours = "0", minutes = "0", seconds = "0"] =
    /^(?:\+(\d+)d )?(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?$/.exec(time) ?? [];
  return DAY + Number(days) * DAY_MS + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

export function clockTime(instant: Instant): string {
  return new Date(instant).toISOString().slice(11, 19);
}

export interface StoryEvent {
  readonly kind: "Connected" | "Disconnected" | "Created" | "Deleted" | "Telemetry";
  readonly device: string;
  readonly module?: string;
  readonly hub?: string;
  /** The event's own time, and when it arrives if that is not a second later. */
  readonly at: string;
  readonly arrives?: string;
  readonly sequence?: number;
}

/** An event of the device that most stories are about. */
export function pump(kind: StoryEvent["kind"], sequence: number, time: string, arrives?: string): StoryEvent {
  return { kind, device: "pump-1", sequence, at: time, ...(arrives === undefined ? {} : { arrives }) };
}

type Work =
  | { readonly queue: "events"; readonly body: unknown }
  | { readonly queue: "deadlines"; readonly body: DeadlineMessage }
  | { readonly queue: "notifications"; readonly body: NotificationMessage };

interface Queued {
  readonly work: Work;
  readonly due: Instant;
  readonly order: number;
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
  readonly poison: readonly Work[];
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** Whether the sweep runs each minute. */
  sweeping: boolean;
  /** How many messages of one second are worked on at once. */
  parallel: number;
}

export function eventOf({
  kind,
  device,
  module,
  hub = "contoso-hub",
  at: time,
  sequence,
}: StoryEvent): unknown {
  const instant = new Date(at(time)).toISOString().replace("Z", "0000Z");
  const source = `/SUBSCRIPTIONS/0/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/${hub.toUpperCase()}`;
  const subject = module === undefined ? `devices/${device}` : `devices/${device}/${module}`;
  const info = sequence === undefined ? {} : { sequenceNumber: sequence.toString(16).padStart(64, "0") };
  const ids = { hubName: hub, deviceId: device, moduleId: module ?? "" };
  const systemProperties = {
    "iothub-connection-device-id": device,
    ...(module === undefined ? {} : { "iothub-connection-module-id": module }),
  };
  return {
    id: `${kind}-${device}-${module ?? ""}-${sequence ?? time}`,
    source,
    specversion: "1.0",
    type: `Microsoft.Devices.Device${kind}`,
    subject,
    time: instant,
    data:
      kind === "Telemetry"
        ? { properties: {}, systemProperties, body: {} }
        : { ...ids, ...(sequence === undefined ? { twin: {} } : { deviceConnectionStateEventInfo: info }) },
  };
}

/** `disturb` may put something between the use cases and the store; `world.store` is the store itself. */
export function makeWorld(
  policy: Policy = POLICY,
  start = "08:00",
  disturb: (store: Store) => Store = (store) => store,
): World {
  const store = makeSqliteStore({ path: ":memory:" });
  const queue: Queued[] = [];
  const messages: string[] = [];
  const accepted: SendRequest[] = [];
  const poison: Work[] = [];
  const log: Record<string, unknown>[] = [];
  let now = at(start);
  let order = 0;
  let seed = 7;

  const enqueue = (work: Work, due: Instant, dequeued = 0): void => {
    queue.push({ work, due, order: (order += 1), dequeued });
  };
  const write = (event: string, fields: Readonly<Record<string, unknown>>): void => {
    log.push({ event, ...fields });
  };
  const deps: Deps = {
    store: disturb(store),
    policy,
    clock: { now: () => now, pause: async () => {} },
    // A small linear congruential generator: stories must be the same every time.
    random: () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647,
    log: { info: write, warn: write, error: write },
    queues: {
      sendDeadline: async (body, delayMs) => {
        if (world.lose.deadlines !== true) enqueue({ queue: "deadlines", body }, now + delayMs);
      },
      sendNotification: async (body, delayMs) => {
        if (world.lose.notifications !== true) enqueue({ queue: "notifications", body }, now + delayMs);
      },
      poisoned: async () => ({}),
    },
    sender: {
      send: async (request) => {
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

  const perform = (work: Work): Promise<void> => {
    switch (work.queue) {
      case "events":
        return receiveEvents(deps, readEvents, work.body);
      case "deadlines":
        return executeDeadline(deps, work.body);
      case "notifications":
        return notify(deps, work.body);
      default:
        return work satisfies never;
    }
  };

  const runOne = async ({ work, due, dequeued }: Queued): Promise<void> => {
    now = Math.max(now, due);
    try {
      await perform(work);
    } catch (error) {
      write("failed", { queue: work.queue, error: String(error) });
      if (dequeued + 1 >= MAX_DEQUEUE) poison.push(work);
      else enqueue(work, now + REDELIVERY_MS, dequeued + 1);
    }
  };

  const world: World = {
    deps,
    store,
    messages,
    accepted,
    poison,
    log,
    sweeping: true,
    parallel: 1,
    provider: () => undefined,
    lose: {},
    send: (...events) => {
      for (const event of events) {
        const arrives = event.arrives === undefined ? at(event.at) + SECOND_MS : at(event.arrives);
        enqueue({ queue: "events", body: eventOf(event) }, arrives);
      }
    },
    runUntil: async (time) => {
      const end = at(time);
      let nextSweep = Math.ceil((now + 1) / MINUTE_MS) * MINUTE_MS;
      for (;;) {
        queue.sort((a, b) => a.due - b.due || a.order - b.order);
        const [first] = queue;
        const due = Math.max(first?.due ?? Infinity, now);
        if (nextSweep <= end && nextSweep <= due) {
          now = nextSweep;
          nextSweep += MINUTE_MS;
          if (world.sweeping)
            await sweep(deps).catch((error: unknown) => write("sweepFailed", { error: String(error) }));
        } else if (first !== undefined && due <= end) {
          const together = queue.filter((one) => one.due < due + SECOND_MS).length;
          const batch = queue.splice(0, Math.max(1, Math.min(together, world.parallel)));
          await Promise.all(batch.map(runOne));
        } else {
          now = end;
          return;
        }
      }
    },
  };
  return world;
}
