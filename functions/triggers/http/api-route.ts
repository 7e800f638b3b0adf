/** A route of the API: what the host has to know of it, what it answers, and the function behind it. */
import type { HttpHandler } from "@azure/functions";
import type * as z from "zod";

import type { DisabledReceiver } from "../../application/queries/check-health.ts";
import type { PageLinks } from "../../application/queries/page-links.ts";
import type { Clock, DrillWriter, Log, Queues, Random, Store } from "../../application/ports.ts";
import type { Policy } from "../../domain/policy.ts";
import type { ApiAddress } from "./api-addresses.ts";

/** What the routes need. */
export interface ApiDeps {
  readonly store: Store;
  readonly policy: Policy;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  readonly pageLinks: PageLinks;
  readonly queues: Pick<Queues, "count" | "send">;
  readonly random: Random;
  readonly writeDrill: DrillWriter;
  /** Receivers that the configuration leaves without what they need. */
  readonly disabledReceivers: readonly DisabledReceiver[];
}

export interface ApiRoute extends ApiAddress {
  /** What its answers look like, problems aside: what they are typed by, tested against and described from. */
  readonly shape: z.ZodType;
  readonly handler: HttpHandler;
}

/**
 * A route takes every method, for those that it does not serve to be a 405 that says so: left to the
 * platform they would be a 404 without a word. TRACE and CONNECT are missing because no request object can be
 * made of them.
 */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** The part of `app` that registers HTTP functions. */
interface HttpApp {
  http(
    name: string,
    options: {
      methods: (typeof METHODS)[number][];
      route: string;
      authLevel: ApiRoute["authLevel"];
      handler: HttpHandler;
    },
  ): void;
}

/** `load` is asked with the first request: an app that is started by an event answers that first. */
export function registerHttp(
  app: HttpApp,
  addresses: readonly ApiAddress[],
  load: () => Promise<readonly ApiRoute[]>,
): void {
  let loading: Promise<readonly ApiRoute[]> | undefined;
  const routes = (): Promise<readonly ApiRoute[]> =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  for (const { name, path, authLevel } of addresses) {
    const handler: HttpHandler = async (request, context) => {
      const route = (await routes()).find((one) => one.name === name);
      if (route === undefined) throw new Error(`nothing answers at ${path}`);
      return route.handler(request, context);
    };
    app.http(name, { methods: [...METHODS], route: path, authLevel, handler });
  }
}
