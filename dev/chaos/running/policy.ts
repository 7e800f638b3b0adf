/** The policy of a run: the fleet's tempo, and a route for each site and each of its probes, and what is behind gateways. */
import type { DampingSettings } from "../../../functions/domain/damping.ts";
import { HUB, PROBE } from "../fleet/sites.ts";
import type { Site } from "../fleet/sites.ts";
import { DAMPING, GRACE_MS, GROUP_INTERVAL_MS, GROUP_WAIT_MS, RECOVERY_MS } from "../tempo.ts";

/** Workflows stand as variables that nobody sets: the local runner gives them the outbox's addresses. */
export function policyText(sites: readonly Site[]): string {
  const receivers = sites.flatMap(({ name, workflow, phone, probePhone }) => [
    `  ${workflow}: { teams: { workflow: "\${WORKFLOW_${name.toUpperCase()}}" } }`,
    `  ${name}-phone: { sms: { to: ["${phone}"] } }`,
    `  ${name}-${PROBE}: { sms: { to: ["${probePhone}"] } }`,
  ]);
  const routes = sites.flatMap(({ name, workflow }) => [
    `  - { match: { hub: ${HUB}, device: "${name}-*", module: ${PROBE} }, notify: [${name}-${PROBE}] }`,
    `  - { match: { hub: ${HUB}, device: "${name}-*" }, notify: [${workflow}, ${name}-phone] }`,
  ]);
  const topology = sites.flatMap(({ topology }) =>
    topology === undefined ? [] : [`  - { parent: ${topology.parent}, children: ["${topology.children}"] }`],
  );
  const [first] = sites;
  const waits = `grace: ${GRACE_MS}ms, recovery: ${RECOVERY_MS}ms, groupWait: ${GROUP_WAIT_MS}ms, groupInterval: ${GROUP_INTERVAL_MS}ms`;
  return [
    `defaults: { ${waits} }`,
    `flapping: { ${dampingText(DAMPING)} }`,
    "receivers:",
    ...receivers,
    "routes:",
    ...routes,
    `  - notify: [${first?.workflow ?? ""}]`,
    "topology:",
    ...topology,
    "",
  ].join("\n");
}

function dampingText({ halfLifeMs, maxSuppressMs, longOutageMs, ...penalties }: DampingSettings): string {
  const times = `halfLife: ${halfLifeMs}ms, maxSuppress: ${maxSuppressMs}ms, longOutage: ${longOutageMs}ms`;
  const { suppress, reuse, drop, outage } = penalties;
  return `${times}, suppress: ${suppress}, reuse: ${reuse}, drop: ${drop}, outage: ${outage}`;
}
