/**
 * A world with a virtual clock for whole stories: the real use cases on a given store, queues that hand messages over
 * when they fall due, providers that accept at once. Nothing fails in it, so nothing is redelivered, and the sweep
 * does not run: what is told there is what happens when all goes well.
 */
import { readEvents } from "../functions/adapters/event-grid/read-events.ts";
import { executeDeadline } from "../functions/application/execute-deadline.ts";
import { notify } from "../functions/application/notify.ts";
import type { DeadlineMessage, NotificationMessage, Store } from "../functions/application/ports.ts";
import { receiveEvents } from "../functions/application/receive-events.ts";
import type { Policy } from "../functions/domain/policy.ts";
import type { Instant } from "../functions/domain/time.ts";
import { makeDeps, POLICY, silentQueues } from "./product.ts";
import { makeTimeline } from "./timeline.ts";

export type Message =
  | { readonly queue: "events"; readonly body: unknown }
  | { readonly queue: "deadlines"; readonly body: DeadlineMessage }
  | { readonly queue: "notifications"; readonly body: NotificationMessage };

export interface WorldOptions {
  readonly store: Store;
  readonly policy?: Policy;
  /** Told of each message before it is worked on. */
  readonly onWork?: (message: Message, at: Instant) => void;
  /** Told of each message that the product itself sends. */
  readonly onSend?: (message: Message) => void;
}

export interface World {
  /** Lets a body arrive on the queue `events` at an instant. */
  arrive(body: unknown, at: Instant): void;
  /** Works on everything that falls due before `end`, in order; without `end` until nothing is left. */
  run(end?: Instant): Promise<void>;
  /** What was delivered, all receivers together. */
  readonly delivered: { count: number };
}

export function makeWorld({ store, policy = POLICY, onWork, onSend }: WorldOptions): World {
  const timeline = makeTimeline<Message>();
  const delivered = { count: 0 };
  let now: Instant = 0;
  const send = async (message: Message, delayMs: number): Promise<void> => {
    onSend?.(message);
    timeline.add(now + delayMs, message);
  };
  const deps = makeDeps({
    store,
    policy,
    clock: { now: () => now, pause: async () => {} },
    queues: {
      ...silentQueues,
      sendDeadline: (body, delayMs) => send({ queue: "deadlines", body }, delayMs),
      sendNotification: (body, delayMs) => send({ queue: "notifications", body }, delayMs),
    },
    sender: {
      send: async () => {
        delivered.count += 1;
        return { name: "accepted", receipt: "receipt" };
      },
    },
  });
  const work = (message: Message): Promise<void> => {
    switch (message.queue) {
      case "events":
        return receiveEvents(deps, readEvents, message.body);
      case "deadlines":
        return executeDeadline(deps, message.body);
      case "notifications":
        return notify(deps, message.body);
      default:
        return message satisfies never;
    }
  };
  return {
    delivered,
    arrive: (body, at) => timeline.add(at, { queue: "events", body }),
    run: async (end = Infinity) => {
      while (timeline.nextDue() < end) {
        const next = timeline.take();
        if (next === undefined) return;
        now = Math.max(now, next.due);
        onWork?.(next.work, now);
        await work(next.work);
      }
    },
  };
}
