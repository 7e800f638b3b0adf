/**
 * Stands between the Cosmos DB adapter and its emulator, and fails a share of the requests: 412 (only where a condition was
 * set), 429 and 503 without an effect, 503 after the effect, and connections that break before or after it.
 */
import { Agent, createServer, request as forward } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";

import { makeChance } from "../../outbox/chance.ts";
import type { Chance } from "../../outbox/chance.ts";

export interface CosmosProxyOptions {
  /** The emulator's address. */
  readonly target: string;
  readonly rate: number;
  readonly seed: number;
}

const FAULTS = ["412", "429", "503", "503-after", "broken", "broken-after"] as const;
type Fault = (typeof FAULTS)[number];

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** `DELETE /chaos` ends the faults and answers how many there were, by kind. */
export function makeCosmosProxy({ target, rate, seed }: CosmosProxyOptions): Server {
  const chance = makeChance(seed);
  const counts = new Map<Fault, number>();
  const agent = new Agent({ keepAlive: true });
  let present = rate;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    if (request.url === "/chaos") {
      present = 0;
      response.end(JSON.stringify(Object.fromEntries(counts)));
      return;
    }
    const fault = chance.happens(present) ? faultFor(request, chance) : undefined;
    if (fault !== undefined) counts.set(fault, (counts.get(fault) ?? 0) + 1);
    const happens = fault === undefined || fault.endsWith("-after");
    const answer = happens ? await ask(target, agent, request, body) : undefined;
    if (fault !== undefined) fail(fault, response);
    else if (answer !== undefined) response.writeHead(answer.status, answer.headers).end(answer.body);
  };
  return createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
}

/** Nobody loses a race who did not ask whether somebody else has written. */
function faultFor({ headers }: IncomingMessage, chance: Chance): Fault {
  const fault = chance.pick(FAULTS);
  return fault === "412" && headers["if-match"] === undefined ? "429" : fault;
}

function fail(fault: Fault, response: ServerResponse): void {
  if (fault === "broken" || fault === "broken-after") {
    response.destroy();
    return;
  }
  const status = Number.parseInt(fault, 10);
  const wait = status === 429 ? { "x-ms-retry-after-ms": "150" } : {};
  response.writeHead(status, { "content-type": "application/json", ...wait });
  response.end(JSON.stringify({ code: String(status), message: "The proxy was asked to fail like this." }));
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function ask(target: string, agent: Agent, request: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = "GET", url = "/", headers } = request;
    const passed = forward(`${target}${url}`, { method, headers, agent }, (answer) => {
      bodyOf(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes }),
        reject,
      );
    });
    passed.once("error", reject);
    passed.end(body);
  });
}
