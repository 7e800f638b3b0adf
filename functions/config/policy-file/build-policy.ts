/** From a valid policy file to the domain's policy. What belongs to later behaviour has been checked and ends here. */
import type { Grouping, Match, Policy, Route } from "../../domain/policy.ts";
import type { Variables } from "../variable.ts";
import { buildReceivers, type DisabledReceiver } from "./build-receivers.ts";
import type { PolicyFile } from "./schema/policy-schema.ts";
import { makeUrlRules } from "./workflow-url.ts";

export interface BuiltPolicy {
  readonly policy: Policy;
  readonly disabled: readonly DisabledReceiver[];
}

export function buildPolicy(
  file: PolicyFile,
  env: Variables,
  options: { readonly allowLoopbackHttp: boolean },
): BuiltPolicy {
  const rules = makeUrlRules(file.allowHosts, options.allowLoopbackHttp);
  const { receivers, disabled } = buildReceivers(file, env, rules);
  const policy: Policy = {
    routes: file.routes.map((route) => buildRoute(route, file.defaults)),
    receivers,
    flapping: buildFlapping(file.flapping),
    renewal: buildRenewal(file.renewal),
    tags: file.tags,
    topology: file.topology,
    growth: file.acknowledge.growth,
    retryForMs: file.delivery.retryFor,
  };
  return { policy, disabled };
}

function buildFlapping({ halfLife, maxSuppress, longOutage, ...same }: PolicyFile["flapping"]) {
  return { ...same, halfLifeMs: halfLife, maxSuppressMs: maxSuppress, longOutageMs: longOutage };
}

function buildRenewal({ drops, gapAtMost, periodBetween, tolerance }: PolicyFile["renewal"]) {
  const [shortestPeriodMs, longestPeriodMs] = periodBetween;
  return { drops, gapAtMostMs: gapAtMost, shortestPeriodMs, longestPeriodMs, tolerance };
}

function buildRoute(route: PolicyFile["routes"][number], defaults: PolicyFile["defaults"]): Route {
  const settings = { ...defaults, ...route };
  const match: Match = route.match ?? {};
  return {
    match,
    notify: route.notify,
    graceMs: settings.grace,
    recoveryMs: settings.recovery,
    groupBy: settings.groupBy.map(buildGrouping),
    groupWaitMs: settings.groupWait,
    groupIntervalMs: settings.groupInterval,
    zone: settings.zone,
  };
}

function buildGrouping(text: string): Grouping {
  if (text === "gateway" || text === "device" || text === "hub") return text;
  return `tag:${text.slice("tag:".length)}`;
}
