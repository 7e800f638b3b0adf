/** The API's handlers over a store in memory, asked as the host asks them. */
import * as z from "zod";

import { writeDrill } from "../../../functions/adapters/event-grid/write-drill.ts";
import { makePageLinks } from "../../../functions/adapters/page-link/page-links.ts";
import { makeSqliteStore } from "../../../functions/adapters/sqlite/sqlite-store.ts";
import type { Store } from "../../../functions/application/ports.ts";
import type { Connection } from "../../../functions/domain/connection.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import type { ApiDeps } from "../../../functions/triggers/http/api-route.ts";
import { apiRoutes } from "../../../functions/triggers/http/api-routes.ts";
import { pathSegments } from "../../../dev/host/http/request-path.ts";
import { makeFindRoute } from "../../../dev/host/http/routes.ts";
import { CONTEXT, arrivedOf, requestOf } from "../../unit/http/requests.ts";
import { checkAnswer } from "./check-answer.ts";
import type { Answer } from "./check-answer.ts";
import { NINE } from "./seed.ts";
import { FLAPPING, RENEWAL } from "../../unit/domain/policies.ts";

const POLICY: Policy = {
  routes: [
    {
      match: {},
      notify: [],
      graceMs: 300_000,
      recoveryMs: 90_000,
      groupBy: ["gateway"],
      groupWaitMs: 30_000,
      groupIntervalMs: 300_000,
      zone: "UTC",
    },
  ],
  receivers: [],
  flapping: FLAPPING,
  renewal: RENEWAL,
  tags: [{ device: "oslo-*", set: { site: "Oslo", note: "a:b" } }],
  topology: [],
  growth: 0.25,
  retryForMs: 86_400_000,
};

const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

const List = z.object({
  value: z.array(z.record(z.string(), z.unknown())),
  nextLink: z.string().optional(),
});

export type Row = z.infer<typeof List>["value"][number];

interface Api {
  readonly store: Store;
  /** Moves the clock, which begins at nine. */
  setTime(now: Instant): void;
  seed(...connections: readonly Connection[]): Promise<void>;
  /** Routes the target as the local runner does, asks the handler, and checks what is true of every answer. */
  get(target: string, headers?: Record<string, string>, method?: string): Promise<Answer>;
  /** Sends a body as it stands. */
  post(target: string, body: string): Promise<Answer>;
  /** What the answers of an address look like; undefined where there is no route. */
  readonly shapeOf: (target: string) => z.ZodType | undefined;
  /** A page of a list that is there. */
  page(target: string): Promise<z.infer<typeof List>>;
  /** Every page from this one on. */
  pages(target: string): Promise<Row[][]>;
}

export function makeApi({
  store = makeSqliteStore({ path: ":memory:" }),
  ...changes
}: Partial<ApiDeps> = {}): Api {
  let now = NINE;
  const routes = apiRoutes({
    store,
    policy: POLICY,
    clock: { now: () => now },
    log: QUIET,
    pageLinks: makePageLinks(["key"]),
    queues: {
      count: async () => 0,
      send: async () => {},
    },
    disabledReceivers: [],
    random: Math.random,
    writeDrill,
    ...changes,
  });
  const find = makeFindRoute(routes.map((route) => ({ template: route.path, methods: [], target: route })));
  const ask = async (
    target: string,
    headers: Record<string, string>,
    method: string,
    body?: string,
  ): Promise<Answer> => {
    const match = find(method, pathSegments(target));
    if (match === undefined) throw new Error(`no route for ${target}`);
    const { shape, handler } = match.target;
    const given = await handler(requestOf(target, { ...match.params }, headers, method, body), CONTEXT);
    return checkAnswer(shape, method, arrivedOf(given));
  };
  const get: Api["get"] = (target, headers = {}, method = "GET") => ask(target, headers, method);
  const post: Api["post"] = (target, body) => ask(target, {}, "POST", body);
  const page: Api["page"] = async (target) => {
    const answer = await get(target);
    if (answer.status !== 200) throw new Error(`${target}: ${JSON.stringify(answer.json)}`);
    return List.parse(answer.json);
  };
  const pages: Api["pages"] = async (target) => {
    const { value, nextLink } = await page(target);
    if (nextLink === target) throw new Error(`${target} leads to itself`);
    return nextLink === undefined ? [value] : [value, ...(await pages(nextLink))];
  };
  const seed: Api["seed"] = async (...connections) => {
    for (const connection of connections) await store.connections.create(connection);
  };
  const shapeOf: Api["shapeOf"] = (target) => find("GET", pathSegments(target))?.target.shape;
  return { store, get, post, shapeOf, page, pages, seed, setTime: (instant) => void (now = instant) };
}
