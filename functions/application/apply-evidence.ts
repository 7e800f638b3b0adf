/** Applies one piece of evidence to an identity: load, decide, save if unchanged, perform what is owed. */
import type { Connection } from "../domain/connection.ts";
import { decide, unknownConnection } from "../domain/decide.ts";
import { isDrill, stampedOnArrival } from "../domain/drill.ts";
import type { Decision } from "../domain/decide.ts";
import type { Evidence } from "../domain/evidence.ts";
import { identityKey } from "../domain/identity.ts";
import type { Identity } from "../domain/identity.ts";
import { waitsFor } from "../domain/policy.ts";
import { contend } from "./contend.ts";
import type { Deps } from "./deps.ts";
import type { DeadlineMessage, Saved } from "./ports.ts";
import { settleOwed } from "./settle-owed.ts";

/**
 * @returns the decision that was stored, or the one that found nothing to store.
 * @throws TransientError when the store or the queue cannot do it now; applying it again is harmless.
 */
export async function applyEvidence(deps: Deps, identity: Identity, evidence: Evidence): Promise<Decision> {
  const deletesDevice = evidence.kind === "deleted" && identity.moduleId === undefined;
  // The modules first: a crash between leaves the device to be deleted again, and then its modules too.
  if (deletesDevice) await tellModules(deps, identity, evidence);
  const settings = waitsFor(identity, deps.policy);
  const { decision, saved, born } = await contend(deps, identityKey(identity), async () => {
    const stored = await deps.store.connections.read(identity);
    const before = stored?.value ?? (await newcomer(deps, identity));
    const now = deps.clock.now();
    const seen = isDrill(identity) ? stampedOnArrival(evidence, now) : evidence;
    const made = decide(before, seen, settings, now);
    if (made.next === before) return { decision: made, saved: stored };
    const version = await save(deps, made.next, stored);
    if (version === undefined) return "lost";
    const born = stored === undefined ? before : undefined;
    return { decision: made, saved: { value: made.next, version }, born };
  });
  logDecision(deps, identity, evidence, decision);
  if (decision.arm !== undefined) {
    const { sequence, at: dueAt } = decision.arm;
    await setTimer(deps, { identity, sequence, dueAt });
  }
  if (decision.wake !== undefined) await setTimer(deps, { identity, wake: true, dueAt: decision.wake });
  if (saved?.value.owed !== undefined) await settleOwed(deps, saved);
  // A module that became known at the same moment saw no tombstone, or stood in no list: each looks once more.
  if (deletesDevice && decision.transitions.length > 0) await tellModules(deps, identity, evidence);
  if (born !== undefined && identity.moduleId !== undefined) await followDevice(deps, born);
  // A device that is disabled is so with its modules.
  const isKnown = decision.reason === "registryRead" || decision.reason === "duplicate";
  if (evidence.kind === "registry" && isKnown) await tellModules(deps, identity, evidence);
  return decision;
}

/** @param born a module as it was before its first event. */
async function followDevice(deps: Deps, born: Connection): Promise<void> {
  const { tombstone } = await newcomer(deps, born.identity);
  if (tombstone === undefined || tombstone.at === born.tombstone?.at) return;
  await applyEvidence(deps, born.identity, { kind: "deleted", at: tombstone.at });
}

function setTimer(deps: Deps, message: DeadlineMessage): Promise<void> {
  return deps.queues.sendDeadline(message, Math.max(0, message.dueAt - deps.clock.now()));
}

function save(
  deps: Deps,
  next: Connection,
  stored: Saved<Connection> | undefined,
): Promise<string | undefined> {
  const { connections } = deps.store;
  return stored === undefined ? connections.create(next) : connections.replace(next, stored.version);
}

/** A module that is heard of for the first time shares the tombstone of its device, and whether that is disabled. */
async function newcomer(deps: Deps, identity: Identity): Promise<Connection> {
  const unknown = unknownConnection(identity);
  if (identity.moduleId === undefined) return unknown;
  const { hub, deviceId } = identity;
  const device = (await deps.store.connections.read({ hub, deviceId }))?.value;
  const registry = device?.registry && { at: device.registry.at, enabled: device.registry.enabled };
  const tombstone = device?.tombstone?.inferred === undefined ? device?.tombstone : undefined;
  return { ...unknown, ...(registry && { registry }), ...(tombstone && { tombstone }) };
}

async function tellModules(deps: Deps, device: Identity, evidence: Evidence): Promise<void> {
  if (device.moduleId !== undefined) return;
  // What a module reaches the hub through stands in its device's document.
  const told: Evidence = evidence.kind === "registry" ? { ...evidence, parent: undefined } : evidence;
  for (const { value } of await deps.store.connections.ofDevice(device)) {
    if (value.identity.moduleId !== undefined) await applyEvidence(deps, value.identity, told);
  }
}

function logDecision(deps: Deps, identity: Identity, evidence: Evidence, { reason, next }: Decision): void {
  deps.log.info("decision", {
    ...identity,
    evidence: evidence.kind,
    ...("at" in evidence ? { at: new Date(evidence.at).toISOString() } : {}),
    ...("sequence" in evidence ? { sequence: evidence.sequence } : {}),
    reason,
    state: next.state.name,
  });
}
