/**
 * The composition root: configuration → adapters → use cases → registrations. Nothing else wires anything.
 *
 * With a fault in the configuration only `health` is registered, so that the queues keep their messages and
 * somebody can read what is wrong; a throw while loading would leave nothing but 404s.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

import { app } from "@azure/functions";

import { readEvents } from "./adapters/event-grid/read-events.ts";
import { writeDrill } from "./adapters/event-grid/write-drill.ts";
import { makeLog, withLines } from "./adapters/log/log.ts";
import { makePageLinks } from "./adapters/page-link/page-links.ts";
import { makeSender } from "./adapters/senders.ts";
import { parseDeadlineMessage, parseNotificationMessage } from "./adapters/storage-queue/messages.ts";
import { makeLazyCredential } from "./adapters/storage-queue/lazy-credential.ts";
import { makeQueues } from "./adapters/storage-queue/queues.ts";
import type { Deps } from "./application/deps.ts";
import { executeDeadline } from "./application/execute-deadline.ts";
import { notify } from "./application/notify.ts";
import { makePace } from "./application/pace.ts";
import type { Log, Store } from "./application/ports.ts";
import { receiveEvents } from "./application/receive-events.ts";
import { rejectMessage } from "./application/reject-message.ts";
import { sweep } from "./application/sweep.ts";
import { makeTurns } from "./application/turns.ts";
import { environment } from "./config.ts";
import type { Config } from "./config.ts";
import { formatFault } from "./config/fault.ts";
import { loadConfiguration } from "./config/load-configuration.ts";
import type { LoadedConfiguration } from "./config/load-configuration.ts";
import { registerDeadlines } from "./triggers/deadlines.ts";
import { registerEvents } from "./triggers/events.ts";
import { registerEventsPush } from "./triggers/events-push.ts";
import { API_ADDRESSES, HEALTH_ADDRESS } from "./triggers/http/api-addresses.ts";
import { registerHttp } from "./triggers/http/api-route.ts";
import type { ApiDeps } from "./triggers/http/api-route.ts";
import { registerNotifications } from "./triggers/notifications.ts";
import { registerSweep } from "./triggers/sweep.ts";

type Loaded = Exclude<LoadedConfiguration, { readonly faults: unknown }>;

const log = makeLog(console);
/** What the first invocation says: of what is written before it, the platform may keep nothing. */
const sayAtFirst: (() => void)[] = [];
app.hook.preInvocation((context) => {
  const handler = context.functionHandler;
  const { invocationContext } = context;
  context.functionHandler = (...inputs) =>
    withLines(invocationContext, () => {
      for (const say of sayAtFirst.splice(0)) say();
      return handler(...inputs);
    });
});

const loaded = loadConfiguration(environment(), (path) => readFileSync(path, "utf8"));
const faults = "faults" in loaded ? loaded.faults.map(formatFault) : await start(loaded);
if (faults.length > 0) {
  const say = (): void => {
    for (const fault of faults) log.error("configuration", { fault });
  };
  say();
  sayAtFirst.push(say);
  registerHttp(app, [HEALTH_ADDRESS], async () => (await loadApi()).faultyRoutes(faults));
}

/** @returns what kept it from starting; nothing when everything is registered. */
async function start({ config, policy, disabledReceivers }: Loaded): Promise<string[]> {
  let store: Store;
  try {
    store = await openStore(config);
  } catch (error) {
    // The details may name paths and hosts: they are for the log, the sentence is for anybody.
    log.error("storeNotOpened", { error: String(error) });
    return ["The store cannot be opened; the log says why."];
  }
  const say = (): void => {
    for (const { receiver, reason } of disabledReceivers) log.warn("receiverDisabled", { receiver, reason });
  };
  if (config.local) say();
  else sayAtFirst.push(say);
  const queues = makeQueues(queueConfig(config));
  const clock = { now: Date.now, pause: (ms: number) => pause(ms) };
  const sender = makeSender(
    config.twilio === undefined ? { workflow: {} } : { workflow: {}, sms: config.twilio },
  );
  const memory = { pace: makePace(), turns: makeTurns() };
  const deps: Deps = { store, queues, sender, policy, clock, random: Math.random, log, ...memory };
  registerTriggers(deps);
  const [signingKey, ...olderKeys] = (config.linkKeys ?? []).map((key) => key.reveal());
  const pageLinks = makePageLinks([signingKey ?? randomBytes(32).toString("base64url"), ...olderKeys]);
  const api: ApiDeps = { ...deps, pageLinks, disabledReceivers, writeDrill };
  registerHttp(app, API_ADDRESSES, async () => (await loadApi()).apiRoutes(api));
  app.hook.appTerminate(() => store.close());
  return [];
}

function loadApi() {
  return import("./triggers/http/api-routes.ts");
}

function registerTriggers(deps: Deps): void {
  registerEvents(app, (body) => receiveEvents(deps, readEvents, body, "events"));
  registerEventsPush(app, (body) => receiveEvents(deps, readEvents, body, "events-push"));
  registerDeadlines(app, {
    parse: parseDeadlineMessage,
    execute: (message) => executeDeadline(deps, message),
    reject: (body) => rejectMessage(deps, "deadlines", textOf(body)),
  });
  registerNotifications(app, {
    parse: parseNotificationMessage,
    notify: (message) => notify(deps, message),
    reject: (body) => rejectMessage(deps, "notifications", textOf(body)),
  });
  registerSweep(app, async () => {
    await sweep(deps);
  });
}

/** The host has read as JSON what can be. */
function textOf(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** Only the adapter in use is loaded. */
async function openStore({ store, clientId }: Config): Promise<Store> {
  const onUnreadable = unreadable(log);
  if (store.name === "sqlite") {
    const { makeSqliteStore } = await import("./adapters/sqlite/sqlite-store.ts");
    return makeSqliteStore({ path: store.path, onUnreadable });
  }
  const { makeCosmosStore } = await import("./adapters/cosmos/cosmos-store.ts");
  const auth =
    store.key === undefined ? { credential: makeLazyCredential(clientId) } : { key: store.key.reveal() };
  return makeCosmosStore({ endpoint: store.endpoint, database: store.database, auth, onUnreadable });
}

function unreadable(to: Log): (error: Error) => void {
  return (error) => to.error("unreadableDocument", { error: error.message });
}

function queueConfig({ queues }: Config): Parameters<typeof makeQueues>[0] {
  return "connectionString" in queues
    ? { connectionString: queues.connectionString.reveal() }
    : { queueServiceUri: queues.queueServiceUri, credential: makeLazyCredential(queues.clientId) };
}
