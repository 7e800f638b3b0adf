/** A route of the API: what the host has to know of it, and the function behind it. */
import type { HttpHandler, HttpRequest, HttpResponseInit } from "@azure/functions";

import type { DisabledReceiver } from "../../application/queries/check-health.ts";
import type { PageLinks } from "../../application/queries/page-links.ts";
import type { Clock, Log, Queues, Store } from "../../application/ports.ts";
import type { Policy } from "../../domain/policy.ts";

/** What the reading routes need. */
export interface ApiDeps {
  readonly store: Store;
  readonly policy: Policy;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  readonly pageLinks: PageLinks;
  readonly queues: Pick<Queues, "poisoned">;
  /** Receivers that the configuration leaves without what they need. */
  readonly disabledReceivers: readonly DisabledReceiver[];
}

export type ApiHandler = (request: HttpRequest) => Promise<HttpResponseInit>;

export interface ApiRoute {
  /** The Function's name. */
  readonly name: string;
  readonly method: "GET";
  /** The route template, without a slash before it. */
  readonly path: string;
  /** `function`: the platform asks for a key. */
  readonly authLevel: "anonymous" | "function";
  readonly handler: ApiHandler;
}

/** The part of `app` that registers HTTP functions. */
interface HttpApp {
  http(
    name: string,
    options: {
      methods: ApiRoute["method"][];
      route: string;
      authLevel: ApiRoute["authLevel"];
      handler: HttpHandler;
    },
  ): void;
}

export function registerHttp(app: HttpApp, routes: readonly ApiRoute[]): void {
  for (const { name, method, path, authLevel, handler } of routes) {
    app.http(name, { methods: [method], route: path, authLevel, handler });
  }
}
