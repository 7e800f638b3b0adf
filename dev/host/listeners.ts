/** Builds what plays each trigger of an app: its routes, queue listeners, timers and the webhook. */
import type { QueueServiceClient } from "@azure/storage-queue";

import type { FunctionsApp } from "./core/functions-app.ts";
import { type Invoke, makeInvoke } from "./core/invoke.ts";
import type { TypedData } from "./core/model.ts";
import type { HostSettings } from "./host-settings.ts";
import { makeAdmin, type RunNow } from "./http/admin.ts";
import { type EventGridFunction, makeEventGridWebhook } from "./http/event-grid-webhook.ts";
import type { HttpFunction, RequestHandlerParts } from "./http/handle-request.ts";
import { makeFindRoute, type Route } from "./http/routes.ts";
import type { Log } from "./log.ts";
import type { LockTiming } from "./queues/message-lock.ts";
import { listenToQueue } from "./queues/listen-to-queue.ts";
import type { QueueListener } from "./queues/queue-listener.ts";
import { parseSchedule } from "./timers/schedule.ts";
import { makeTimerListener, type TimerListener } from "./timers/timer-listener.ts";
import { type FunctionTrigger, type Settings, triggerOf } from "./triggers.ts";
import type { WorkInHand } from "./work-in-hand.ts";

type ListenerParts = {
  readonly queueService: QueueServiceClient;
  readonly hostSettings: HostSettings;
  readonly settings: Settings;
  readonly timing: LockTiming;
  readonly work: WorkInHand;
  readonly log: Log;
};

export type Listeners = {
  readonly http: Pick<RequestHandlerParts, "findRoute" | "hostRoutes">;
  start(): void;
  /** Takes no new work; resolves when all that queues and timers have started is finished. */
  stop(): Promise<void>;
  /** Returns every unfinished message to its queue. */
  giveBack(): Promise<void>;
};

type Collected = {
  readonly routes: Route<HttpFunction>[];
  readonly eventGrid: Map<string, EventGridFunction>;
  readonly runNow: Map<string, RunNow>;
  readonly queues: QueueListener[];
  readonly timers: TimerListener[];
};

/** Throws for the first function that the runner cannot play; starts nothing yet. */
export function makeListeners(app: FunctionsApp, parts: ListenerParts): Listeners {
  const collected: Collected = {
    routes: [],
    eventGrid: new Map(),
    runNow: new Map(),
    queues: [],
    timers: [],
  };
  for (const [name, registered] of app.functions) {
    collect(
      collected,
      parts,
      name,
      triggerOf(registered.metadata, parts.settings),
      makeInvoke(app, registered),
    );
  }
  const listeners = [...collected.queues, ...collected.timers];
  return {
    http: {
      findRoute: makeFindRoute(collected.routes),
      hostRoutes: [makeEventGridWebhook(collected.eventGrid), makeAdmin(collected.runNow)],
    },
    start: () => listeners.forEach((listener) => listener.start()),
    stop: async () => void (await Promise.all(listeners.map((listener) => listener.stop()))),
    giveBack: async () => void (await Promise.all(collected.queues.map((queue) => queue.giveBack()))),
  };
}

function collect(
  into: Collected,
  parts: ListenerParts,
  name: string,
  trigger: FunctionTrigger,
  invoke: Invoke,
): void {
  const { bindingName } = trigger;
  const run = (given: { value: TypedData; metadata?: Record<string, TypedData> }): Promise<unknown> =>
    invoke({ bindingName, ...given });
  const runOnText: RunNow = (text) =>
    void parts.work.track(run({ value: { string: text } })).catch(() => undefined);
  switch (trigger.kind) {
    case "http": {
      const template = `${parts.hostSettings.routePrefix}/${trigger.route}`;
      into.routes.push({ template, methods: trigger.methods, target: { bindingName, invoke } });
      return;
    }
    case "eventGrid":
      into.eventGrid.set(name, { bindingName, cardinality: trigger.cardinality, invoke });
      into.runNow.set(name, runOnText);
      return;
    case "queue":
      into.queues.push(listenToQueue(parts, trigger.queueName, run));
      into.runNow.set(name, runOnText);
      return;
    case "timer": {
      const timer = makeTimerListener({ schedule: parseSchedule(trigger.schedule), run, now: Date.now });
      into.timers.push(timer);
      into.runNow.set(name, () => timer.runNow());
      return;
    }
    default:
      trigger satisfies never;
  }
}
