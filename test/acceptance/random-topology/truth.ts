/** What is true of each identity at each moment, and what the events in order make of it. */
import { unknownConnection, decide } from "../../../functions/domain/decide.ts";
import type { Connection } from "../../../functions/domain/connection.ts";
import type { Evidence } from "../../../functions/domain/evidence.ts";
import { waitsFor } from "../../../functions/domain/policy.ts";
import { parseSequence } from "../../../functions/domain/sequence.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import { identityOf } from "./fleet.ts";
import type { Fleet } from "./fleet.ts";
import type { Happening } from "./history.ts";

/** A deletion goes for a device's modules as well, a registration does not. */
export function ofName(name: string, happenings: readonly Happening[]): Happening[] {
  const [device] = name.split("/");
  return happenings
    .filter((one) => one.name === name || (one.name === device && one.kind === "Deleted"))
    .toSorted((a, b) => a.at - b.at);
}

/** The connection as it is when every event has come at once and in order. */
export function inOrder(
  name: string,
  happenings: readonly Happening[],
  { policy }: Fleet,
  end: Instant,
): Connection {
  const identity = identityOf(name);
  const settings = waitsFor(identity, policy);
  const after = ofName(name, happenings).reduce(
    (connection, one) => decide(connection, evidenceOf(one), settings, end).next,
    unknownConnection(identity),
  );
  return decide(after, { kind: "sweep" }, settings, end).next;
}

function evidenceOf({ kind, at, sequence: number, name }: Happening): Evidence {
  if (kind === "Created" || kind === "Deleted")
    return { kind: kind === "Created" ? "created" : "deleted", at };
  const sequence = parseSequence((number ?? 0).toString(16));
  if (sequence === undefined) throw new Error("it is a number");
  return {
    kind: kind === "Connected" ? "connected" : "disconnected",
    sequence,
    at,
    eventId: `${name}-${number}`,
  };
}

export interface Link {
  readonly link: "up" | "down" | "gone";
  readonly since: Instant;
}

/** Of a name, what is so at an instant, and since when. */
export function linkAt(own: readonly Happening[], now: Instant): Link {
  const last = own.findLast((one) => one.at <= now);
  if (last === undefined) return { link: "gone", since: 0 };
  const link = last.kind === "Connected" ? "up" : last.kind === "Disconnected" ? "down" : "gone";
  return { link, since: last.at };
}
