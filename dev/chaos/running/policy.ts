/** The policy of a run: the fleet's tempo, and a route for each site and each of its probes. */
import { HUB, PROBE } from "../fleet/sites.ts";
import type { Site } from "../fleet/sites.ts";
import { GRACE_MS, GROUP_WAIT_MS, RECOVERY_MS } from "../tempo.ts";

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
  const [first] = sites;
  const waits = `grace: ${GRACE_MS}ms, recovery: ${RECOVERY_MS}ms, groupWait: ${GROUP_WAIT_MS}ms`;
  return [
    `defaults: { ${waits} }`,
    // Nothing ever flaps: the fleet that is simulated knows no damping.
    "flapping: { suppress: 1000, reuse: 999 }",
    "receivers:",
    ...receivers,
    "routes:",
    ...routes,
    `  - notify: [${first?.workflow ?? ""}]`,
    "",
  ].join("\n");
}
