/**
 * Why somebody is told of an identity, or is not: reads all by which the gates decide, now or as it was known at a past
 * moment, and asks each of them.
 */
import type { Connection } from "../../domain/connection.ts";
import { unknownConnection } from "../../domain/decide.ts";
import { deviceRow } from "../../domain/device.ts";
import type { Gateway } from "../../domain/device.ts";
import { asKnownAt, knownFrom } from "../../domain/explain-as-known.ts";
import { explain } from "../../domain/explain.ts";
import type { Explanation } from "../../domain/explain.ts";
import type { Telling } from "../../domain/explain-finding.ts";
import { groupOf } from "../../domain/group.ts";
import type { Identity } from "../../domain/identity.ts";
import { standingOf } from "../../domain/part.ts";
import { routeFor, targetsOf, waitsFor } from "../../domain/policy.ts";
import type { Policy } from "../../domain/policy.ts";
import type { Reach } from "../../domain/reach.ts";
import type { Instant } from "../../domain/time.ts";
import type { Clock, Store } from "../ports.ts";
import { makeReadAbove } from "../read-above.ts";
import type { Above } from "../read-above.ts";
import { presentIncidents } from "./explain-incidents.ts";
import { groupsThen } from "./explain-groups.ts";
import { pastIncidents } from "./explain-past-incidents.ts";

interface Deps {
  readonly store: Store;
  readonly policy: Policy;
  readonly clock: Pick<Clock, "now">;
}

export interface ExplainedIdentity extends Explanation {
  readonly name: "explained";
  readonly at: Instant;
  readonly connection: Connection;
  readonly told: readonly Telling[];
  /** Of a gateway, which its modules speak for. */
  readonly gateway: Gateway | undefined;
}

/** Only of moments from then on there is enough left to say. */
interface NotKept {
  readonly name: "notKept";
  readonly from: Instant;
}

/**
 * @param connections everything of its device.
 * @param past a moment that is not ahead; now, where it is absent.
 */
export async function explainIdentity(
  { store, policy, clock }: Deps,
  identity: Identity,
  connections: readonly Connection[],
  past: Instant | undefined,
): Promise<ExplainedIdentity | NotKept> {
  const isOwn = (one: Connection): boolean => one.identity.moduleId === identity.moduleId;
  const latest = connections.find(isOwn) ?? unknownConnection(identity);
  if (past !== undefined && past < knownFrom(latest)) return { name: "notKept", from: knownFrom(latest) };
  const at = past ?? clock.now();
  const asKnown = (one: Connection): Connection =>
    past === undefined ? one : asKnownAt(one, waitsFor(one.identity, policy), past);

  const connection = asKnown(latest);
  const waits = { ...waitsFor(identity, policy), judged: connection.judged };
  const standing = standingOf(connection, waits, at);
  const above = await readAbove({ store, policy }, connection, at, asKnown);
  const group = groupOf(identity, policy, above.gateway);
  const subject = { connection, standing };
  const { told, ...others } =
    past === undefined
      ? await presentIncidents(store.incidents, subject)
      : await pastIncidents(store.incidents, {
          ...subject,
          latest,
          groupsOf: (kind) => groupsThen({ store, policy }, latest, kind, past),
          at: past,
        });
  const route = routeFor(identity, policy);
  const explanation = explain({
    ...subject,
    group,
    waits,
    now: at,
    parents: above.parents,
    // Where nobody kept what it was in, nobody kept either what it was told when it asked what it is behind.
    reach: others.incident === "unknown" ? undefined : above.reach,
    groupWaitMs: route.groupWaitMs,
    places: targetsOf(route, policy).length,
    ...others,
    told,
  });
  const known = connections.filter((one) => at >= knownFrom(one)).map(asKnown);
  const gateway = known.length === 0 ? undefined : deviceRow(known).gateway;
  return { name: "explained", at, connection, told, gateway, ...explanation };
}

/** What it reaches the hub through; `reach` is undefined where one of those keeps nothing of that moment. */
async function readAbove(
  { store, policy }: Pick<Deps, "store" | "policy">,
  connection: Connection,
  at: Instant,
  asKnown: (one: Connection) => Connection,
): Promise<Pick<Above, "gateway" | "parents"> & { readonly reach: Reach | undefined }> {
  let isKept = true;
  const read: Store["connections"]["read"] = async (identity) => {
    const saved = await store.connections.read(identity);
    if (saved === undefined) return undefined;
    if (at < knownFrom(saved.value)) isKept = false;
    return { ...saved, value: asKnown(saved.value) };
  };
  const ask = makeReadAbove({ store: { connections: { read } }, policy, clock: { now: () => at } });
  const { gateway, parents, reach: askReach } = await ask(connection);
  const reach = await askReach();
  return { gateway, parents, reach: isKept ? reach : undefined };
}
