/** An explanation as JSON. */
import type { ExplainedIdentity } from "../../application/queries/explain-identity.ts";
import type { Finding, Quantity, Telling } from "../../domain/explain-finding.ts";
import { isoDuration } from "../../domain/phrase.ts";
import { time } from "./render-time.ts";
import type { ExplanationAnswer } from "./shapes/explanation-shape.ts";

export function renderExplanation(explained: ExplainedIdentity): ExplanationAnswer {
  const { at, connection, told, stoppedBy, gateway, findings } = explained;
  const { hub, deviceId, moduleId } = connection.identity;
  return {
    hub,
    deviceId,
    moduleId: moduleId ?? null,
    at: time(at),
    state: connection.state.name,
    told: told.map(renderTelling),
    stoppedBy: stoppedBy ?? null,
    gateway:
      gateway === undefined || moduleId !== undefined
        ? null
        : { agent: gateway.agent ?? null, hub: gateway.hub ?? null, verdict: gateway.verdict },
    gates: findings.map(renderFinding),
  };
}

function renderTelling({ kind, incident, at }: Telling): ExplanationAnswer["told"][number] {
  return { incidentId: incident.id, code: incident.code, kind, at: time(at) };
}

function renderFinding(finding: Finding): ExplanationAnswer["gates"][number] {
  const { stops: _stops, at, until, numbers = {}, ...said } = finding;
  const rendered = Object.entries(numbers).map(([name, quantity]) => [name, renderQuantity(quantity)]);
  return { ...said, at: time(at), until: time(until), numbers: Object.fromEntries(rendered) };
}

function renderQuantity(quantity: Quantity): number | string {
  return typeof quantity === "object" ? isoDuration(quantity.ms) : quantity;
}
