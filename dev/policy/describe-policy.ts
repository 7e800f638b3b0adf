/** A valid policy in a few lines for people: a line a receiver and a line a route. Shows no addresses. */
import type { BuiltPolicy } from "../../functions/config/policy-file/build-policy.ts";
import { formatDuration } from "../../functions/config/policy-file/schema/duration.ts";
import type { Match, Receiver, Route } from "../../functions/domain/policy.ts";

export function describePolicy({ policy, disabled }: BuiltPolicy): string[] {
  const reasons = new Map(disabled.map(({ receiver, reason }) => [receiver, reason]));
  const enabled = policy.receivers.filter(({ name }) => !reasons.has(name));
  return [
    ...enabled.map((receiver) => `receiver ${receiver.name}: ${describeChannel(receiver)}`),
    ...[...reasons].map(([name, reason]) => `receiver ${name}: disabled in this environment (${reason})`),
    ...policy.routes.map((route, index) => `route ${index + 1}: ${describeRoute(route)}`),
  ];
}

function describeChannel({ channel, targets }: Receiver): string {
  if (channel === "teams-workflow") return "Teams, by a workflow";
  return `SMS to ${targets.length} ${targets.length === 1 ? "number" : "numbers"}`;
}

function describeRoute(route: Route): string {
  const times = [
    `grace ${formatDuration(route.graceMs)}`,
    `recovery ${formatDuration(route.recoveryMs)}`,
    `groupWait ${formatDuration(route.groupWaitMs)}`,
    `groupBy ${route.groupBy.join(" and ")}`,
    route.zone,
  ];
  return `${describeMatch(route.match)} → ${route.notify.join(", ")} (${times.join(", ")})`;
}

function describeMatch({ hub, device, module, tags }: Match): string {
  const ofTags = Object.entries(tags ?? {}).map(([name, value]) => `tag ${name} ${value}`);
  const ofIds = Object.entries({ hub, device, module }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  );
  const conditions = [...ofIds, ...ofTags];
  return conditions.length === 0 ? "everything" : conditions.join(", ");
}
