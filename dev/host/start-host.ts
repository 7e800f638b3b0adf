/**
 * The local runner: loads a Functions bundle into this process and plays the Functions host for it, over real loopback
 * HTTP and real storage queues. It reads no environment and no file but the bundle.
 */
import { createServer } from "node:http";

import type { FunctionsApp } from "./core/functions-app.ts";
import { runHooks } from "./core/hooks.ts";
import { loadBundle } from "./core/load-bundle.ts";
import { parseHostSettings } from "./host-settings.ts";
import { type HandleRequest, makeHandleRequest } from "./http/handle-request.ts";
import { closeAfter, ended } from "./http/close-after.ts";
import { sendText } from "./http/send-response.ts";
import { listen } from "./listen.ts";
import { type Log, reasonOf } from "./log.ts";
import { type Listeners, makeListeners } from "./listeners.ts";
import { connectToQueues } from "./queues/listen-to-queue.ts";
import type { LockTiming } from "./queues/message-lock.ts";
import type { Settings } from "./triggers.ts";
import { makeWorkInHand, type WorkInHand } from "./work-in-hand.ts";

export type HostOptions = {
  /** The `.mjs` to load; a path is relative to the working directory. */
  readonly bundle: URL | string;
  /** The parsed `host.json`. */
  readonly hostJson: object;
  /** 0 takes a free one. */
  readonly port: number;
  /** One storage account for all queue triggers, whatever connection they name. */
  readonly queueConnectionString: string;
  readonly log: Log;
  /** Values of `%NAME%` in queue names and schedules. */
  readonly settings?: Settings;
  readonly timing?: Partial<HostTiming>;
};

type HostTiming = LockTiming & {
  /** How long a stop waits for work in hand before it gives messages back and drops requests. */
  readonly drainMs: number;
};

export type Host = {
  readonly url: string;
  readonly port: number;
  readonly functions: readonly string[];
  /**
   * What the platform does on SIGTERM: takes no new work, lets work in hand finish, after `drainMs` returns what is
   * unfinished to its queue, runs the terminate hooks and closes. A second call waits for the first.
   */
  stop(): Promise<void>;
};

// The real host locks for 10 min; with 10 s it can be tried what happens to the messages of a process that was killed.
const defaultTiming: HostTiming = { lockMs: 10_000, renewMs: 3_000, drainMs: 4_000 };

// Together with the default drain, within the 5 s that a stop may take.
const terminateMs = 500;

/**
 * Resolves when everything runs. Rejects with PortTakenError, BundleLoadError, HostJsonError, UnsupportedBindingError,
 * RouteTemplateError, ScheduleError or MissingSettingError, and then leaves nothing open.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const { log } = options;
  const timing = { ...defaultTiming, ...options.timing };
  const hostSettings = parseHostSettings(options.hostJson);
  const work = makeWorkInHand();
  let handle = answering("The host is starting.");
  const server = createServer((request, response) => {
    void work.track(handle(request, response).then(() => ended(response)));
  });
  const port = await listen(server, options.port, "--port");
  try {
    const app = await loadBundle(options.bundle, log);
    const queueService = connectToQueues(options.queueConnectionString);
    const settings = options.settings ?? {};
    const listeners = makeListeners(app, { queueService, hostSettings, settings, timing, work, log });
    handle = makeHandleRequest({ ...listeners.http, ownPort: () => port, log });
    listeners.start();
    const stop = async (): Promise<void> => {
      handle = answering("The host is stopping.");
      await closeAfter(server, drain(app, listeners, work, timing.drainMs));
    };
    return { url: `http://127.0.0.1:${port}`, port, functions: [...app.functions.keys()], stop: once(stop) };
  } catch (error) {
    await closeAfter(server, Promise.resolve());
    throw error;
  }
}

function answering(text: string): HandleRequest {
  return async (_, response) => {
    response.setHeader("connection", "close");
    sendText(response, 503, text);
  };
}

async function drain(
  app: FunctionsApp,
  listeners: Listeners,
  work: WorkInHand,
  drainMs: number,
): Promise<void> {
  void work.track(listeners.stop());
  if (!(await work.settled(drainMs))) {
    await listeners.giveBack();
  }
  void work.track(terminate(app));
  await work.settled(terminateMs);
}

/** Lets the bundle close what it has opened. */
async function terminate(app: FunctionsApp): Promise<void> {
  try {
    await runHooks(app, "appTerminate", { hookData: {}, appHookData: app.hookData });
  } catch (error) {
    app.log({ level: "error", category: "system", message: `A terminate hook failed: ${reasonOf(error)}` });
  }
}

function once(act: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => (result ??= act());
}
