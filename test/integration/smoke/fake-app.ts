/** Plays the API of a deployed app over HTTP: a drill whose hops come when a test says, and whatever else it answers. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";

import type { Clock } from "../../../functions/application/ports.ts";

export const DRILL_ID = "4k7m0q2xdz";

interface FakeAnswer {
  readonly status?: number;
  /** Text goes as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Delivery {
  readonly receiver: string;
  readonly channel: string;
  readonly state: "claimed" | "pending" | "sent" | "failed" | "dead";
  readonly attempts: number;
  readonly at: string | null;
  readonly error: string | null;
}

/** What a drill shows this long after it was asked for. */
export interface Plan {
  /** When each hop comes; null for never. */
  readonly hops: { readonly [name: string]: number | null };
  readonly deliveries: (afterMs: number, at: (afterMs: number) => string) => readonly Delivery[];
}

interface FakeRequest {
  readonly route: string;
  readonly key: string | undefined;
  readonly body: unknown;
}

export interface FakeApp {
  readonly url: string;
  /** All that came, oldest first. */
  readonly requests: readonly FakeRequest[];
  readonly routes: () => string[];
  /** From now on `GET /api/…`, without its query, answers this; the function is told how often it was asked before. */
  readonly answer: (route: string, answer: (before: number, usual: () => FakeAnswer) => FakeAnswer) => void;
  readonly stop: () => Promise<void>;
}

export const QUICK: Plan = {
  hops: { events: 400, deadlines: 900, notifications: 1_200 },
  deliveries: () => [],
};

export const HEALTHY = {
  status: "ok",
  asOf: "2026-11-21T09:00:00.000Z",
  store: "ok",
  queues: "ok",
  poison: { "events-poison": 0, "deadlines-poison": 0, "notifications-poison": 0 },
  disabledReceivers: [],
  problems: [] as string[],
};

export async function startFakeApp(clock: Clock, plan: Plan = QUICK): Promise<FakeApp> {
  const requests: FakeRequest[] = [];
  const special = new Map<string, (usual: () => FakeAnswer) => FakeAnswer>();
  const drill = makeDrill(clock, plan);
  const usual: Readonly<Record<string, () => FakeAnswer>> = {
    "GET /api/health": () => ({ body: HEALTHY }),
    "POST /api/drill": () => drill.start(),
    [`GET /api/drill/${DRILL_ID}`]: () => ({ body: drill.show() }),
    "GET /api/summary": () => ({ body: summaryAt(clock.now()) }),
    "GET /api/devices": () => ({ body: { value: [] } }),
    "GET /api/incidents": () => ({ body: { value: [] } }),
  };
  const server = createServer((request, response) => {
    void receive(request).then((received) => {
      requests.push(received);
      const route = received.route.replace(/\?.*/, "");
      const ordinary = usual[route] ?? ((): FakeAnswer => ({ status: 404 }));
      const { status = 200, body = "", headers = {} } = special.get(route)?.(ordinary) ?? ordinary();
      response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    requests,
    routes: () => requests.map(({ route }) => route),
    answer: (route, answer) => {
      let before = 0;
      special.set(route, (ordinary) => answer(before++, ordinary));
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function receive(request: IncomingMessage): Promise<FakeRequest> {
  const body = await text(request);
  const key = request.headers["x-functions-key"];
  return {
    route: `${request.method} ${request.url}`,
    key: typeof key === "string" ? key : undefined,
    body: body === "" ? undefined : JSON.parse(body),
  };
}

function makeDrill(clock: Clock, { hops, deliveries }: Plan) {
  let requestedAt = clock.now();
  const at = (afterMs: number): string => new Date(requestedAt + afterMs).toISOString();
  return {
    start(): FakeAnswer {
      requestedAt = clock.now();
      return { status: 202, body: { id: DRILL_ID }, headers: { location: `/api/drill/${DRILL_ID}` } };
    },
    show() {
      const afterMs = clock.now() - requestedAt;
      const seen = Object.entries(hops).map(([name, due]) => {
        return { name, at: due === null || due > afterMs ? null : at(due) };
      });
      const told = deliveries(afterMs, at);
      return { id: DRILL_ID, state: stateOf(seen, told), requestedAt: at(0), hops: seen, deliveries: told };
    },
  };
}

function stateOf(hops: readonly { readonly at: string | null }[], deliveries: readonly Delivery[]): string {
  if (deliveries.some(({ state }) => state === "failed" || state === "dead")) return "failed";
  const isThrough = hops.every(({ at }) => at !== null) && deliveries.every(({ state }) => state === "sent");
  return isThrough ? "passed" : "running";
}

function summaryAt(now: number): unknown {
  return { identities: { total: 7, byHub: { "drilling-rigs": 7 } }, asOf: new Date(now).toISOString() };
}
