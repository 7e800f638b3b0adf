/**
 * What must hold between routes, and between them and the receivers. Works on values of any shape, so that these
 * faults are reported together with those of the schema.
 */
import { type Finding, isTellable, type Path } from "../fault.ts";
import type { Suggest } from "../nearest.ts";
import { childOf, entriesOf, isGroup, itemsOf } from "../plain-value.ts";
import { receiverNamePattern } from "../schema/values.ts";
import { makeEarlierRoutes } from "./earlier-routes.ts";

export function findRouteFaults(root: unknown, suggest: Suggest): Finding[] {
  const routes = itemsOf(childOf(root, "routes"));
  return [
    ...findUnknownReceivers(root, routes, suggest),
    ...findUnreachable(routes),
    ...findConditionalLast(routes),
  ];
}

type Indexed = readonly (readonly [number, unknown])[];

function findUnknownReceivers(root: unknown, routes: Indexed, suggest: Suggest): Finding[] {
  const receivers = childOf(root, "receivers");
  // Without them that is the fault, and not each name.
  if (!isGroup(receivers) || Object.keys(receivers).length === 0) return [];
  const names = new Set(Object.keys(receivers));
  const candidates = [...names].filter(isTellable);
  const found: Finding[] = [];
  for (const [path, list] of notifyLists(routes)) {
    for (const [index, name] of itemsOf(list)) {
      if (typeof name !== "string" || names.has(name) || !receiverNamePattern.test(name)) continue;
      const words = isTellable(name)
        ? `there is no receiver "${name}"${suggest(name, candidates)}`
        : "there is no receiver of this name";
      found.push({ path: [...path, index], at: "value", name: "unknown-receiver", words });
    }
  }
  return found;
}

/** Every list of receivers in the routes: `notify`, and those of the escalation's steps. */
function notifyLists(routes: Indexed): [Path, unknown][] {
  return routes.flatMap(([index, route]): [Path, unknown][] => [
    [["routes", index, "notify"], childOf(route, "notify")],
    ...itemsOf(childOf(route, "escalate")).map(([step, entry]): [Path, unknown] => [
      ["routes", index, "escalate", step, "notify"],
      childOf(entry, "notify"),
    ]),
  ]);
}

/** A route is never reached if an earlier one asks for nothing that it does not ask for as well. */
function findUnreachable(routes: Indexed): Finding[] {
  const conditions = routes.map(([, route]) => conditionsOf(route));
  const earlier = makeEarlierRoutes(conditions);
  return routes.flatMap(([index]) => {
    const own = conditions[index];
    if (own === undefined) return [];
    const covering = earlier.covering(own);
    if (covering === undefined) {
      earlier.add(own, index);
      return [];
    }
    const words = `can never match: routes[${covering}] comes first and matches all of it`;
    return [{ path: ["routes", index], at: "value", name: "route-never-matches", words } as const];
  });
}

/**
 * What a route's match asks for, as comparable texts; none: it matches everything. Undefined where that cannot be
 * said, because it is empty or misshapen: a fault of its own.
 */
function conditionsOf(route: unknown): string[] | undefined {
  if (!isGroup(route)) return undefined;
  const match = childOf(route, "match");
  if (match === undefined) return [];
  const conditions = entriesOf(match);
  if (conditions.length === 0 || !conditions.every(isCondition)) return undefined;
  return conditions.flatMap(([key, value]) => {
    if (key === "tags") return entriesOf(value).map((tag) => JSON.stringify(["tag", ...tag]));
    // Every device's id matches a lone star.
    if (key === "device" && value === "*") return [];
    return [JSON.stringify([key, key === "hub" ? String(value).toLowerCase() : String(value)])];
  });
}

/** Tags by name, or one text: what else stands there is misshapen, and may not even have a text. */
function isCondition([key, value]: readonly [string, unknown]): boolean {
  if (key !== "tags") return typeof value === "string";
  const tags = entriesOf(value);
  return tags.length > 0 && tags.every(([, tag]) => typeof tag === "string");
}

function findConditionalLast(routes: Indexed): Finding[] {
  const last = routes.at(-1);
  if (last === undefined || childOf(last[1], "match") === undefined) return [];
  const path = ["routes", last[0], "match"];
  const words = "stands in the last route, which must match everything; add a route without match after it";
  return [{ path, at: "key", name: "last-route-has-match", words }];
}
