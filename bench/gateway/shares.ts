/** Parts the calls of an outage behind a gateway by whom they are for: each device behind it, or all of them at once. */
import { deviceKey } from "../../functions/domain/identity.ts";
import type { StoreCall } from "../calls/counting-engine.ts";
import { HUB } from "../events.ts";
import type { Message } from "../world.ts";

export const GATEWAY = "gw-oslo";
const GATEWAY_KEY = deviceKey({ hub: HUB, deviceId: GATEWAY });

/**
 * `own`: of a device's documents. `above`: of its gateway's, by a device. `asks`: reading which incident there is, and
 * how it stands, by a device or the message that it sent. `group`: everything else.
 */
export type Share = "own" | "above" | "asks" | "group";

export interface Counts {
  readonly reads: number;
  readonly writes: number;
  readonly queries: number;
}

export function callsOf({ reads, writes, queries }: Counts): number {
  return reads + writes + queries;
}

export interface Shares {
  readonly calls: Readonly<Record<Share, Counts>>;
  /** Sent to any queue. */
  readonly messages: number;
  /** How often all members were read together, and how many documents queries found, those of looks included. */
  readonly looks: number;
  readonly documents: number;
}

export interface SharesTaker {
  readonly onCall: (call: StoreCall) => void;
  readonly onWork: (message: Message) => void;
  readonly onSend: () => void;
  restart(): void;
  take(): Shares;
}

interface Step {
  readonly queue: Message["queue"];
  /** Of the gateway itself, or of one of its modules. */
  readonly isOfGateway: boolean;
  readonly calls: StoreCall[];
}

export function makeShares(): SharesTaker {
  let steps: Step[] = [];
  let messages = 0;
  return {
    onCall: (call) => void steps.at(-1)?.calls.push(call),
    onWork: (message) => {
      const isOfGateway = JSON.stringify(message.body).includes(`"${GATEWAY}"`);
      steps.push({ queue: message.queue, isOfGateway, calls: [] });
    },
    onSend: () => void (messages += 1),
    restart: () => {
      steps = [];
      messages = 0;
    },
    take: () => {
      const queries = steps.flatMap(({ calls }) => calls.filter(({ kind }) => kind === "query"));
      const looks = queries.filter(({ what }) => what.startsWith("query connections by incident"));
      const documents = queries.reduce((sum, query) => sum + (query.documents ?? 0), 0);
      return { calls: parted(steps), messages, looks: looks.length, documents };
    },
  };
}

function parted(steps: readonly Step[]): Record<Share, Counts> {
  const shares = steps.flatMap((step) => step.calls.map((call) => ({ call, share: shareOf(step, call) })));
  const countsOf = (share: Share): Counts => {
    const counts = { read: 0, write: 0, query: 0 };
    for (const one of shares) if (one.share === share) counts[one.call.kind] += 1;
    return { reads: counts.read, writes: counts.write, queries: counts.query };
  };
  return { own: countsOf("own"), above: countsOf("above"), asks: countsOf("asks"), group: countsOf("group") };
}

function shareOf({ queue, isOfGateway, calls }: Step, call: StoreCall): Share {
  const { kind, what, partition } = call;
  const isConnections = /connections|transitions/.test(what);
  if (partition !== undefined && isConnections && partition !== GATEWAY_KEY) return "own";
  // Each who joins or leaves asks for a look, by a message that reads the incident; whether there is one, is another matter.
  if (queue === "notifications") return call === calls[0] ? "asks" : "group";
  // What one of them opens or changes is there for all of them.
  if (isOfGateway || kind === "write") return "group";
  return isConnections ? "above" : "asks";
}
