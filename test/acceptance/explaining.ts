/** Asks a world why somebody was told of an identity, or was not. */
import { explainIdentity } from "../../functions/application/queries/explain-identity.ts";
import type { ExplainedIdentity } from "../../functions/application/queries/explain-identity.ts";
import type { Finding, GateName } from "../../functions/domain/explain-finding.ts";
import type { Instant } from "../../functions/domain/time.ts";
import { at } from "./story-events.ts";
import type { World } from "./world.ts";

const HUB = "contoso-hub";

/** `gw-oslo/$edgeHub`, now or at a past moment; undefined where that is not kept any more. */
export async function explained(
  world: World,
  name: string,
  past?: Instant,
): Promise<ExplainedIdentity | undefined> {
  const [deviceId = "", moduleId] = name.split("/");
  const identity = { hub: HUB, deviceId, ...(moduleId === undefined ? {} : { moduleId }) };
  const saved = await world.store.connections.ofDevice(identity);
  const connections = saved.map(({ value }) => value);
  const found = await explainIdentity(world.deps, identity, connections, past);
  return found.name === "notKept" ? undefined : found;
}

/** `grace suspect`, or `told OFFLINE`: what stops it, and what that says. */
export async function verdictAt(world: World, name: string, time: string, past?: "later"): Promise<string> {
  if (past === undefined) await world.runUntil(time);
  const found = await explained(world, name, past === undefined ? undefined : at(time));
  if (found === undefined) return "not kept";
  const { stoppedBy, findings, told } = found;
  const kinds = told.map(({ kind }) => ` (${kind === "outage" ? "OFFLINE" : "FLAPPING"})`).join("");
  return stoppedBy === undefined
    ? `told${kinds}`
    : `${stoppedBy} ${findingOf(findings, stoppedBy)?.verdict}${kinds}`;
}

export function findingOf(findings: readonly Finding[], gate: GateName): Finding | undefined {
  return findings.find((finding) => finding.gate === gate);
}
