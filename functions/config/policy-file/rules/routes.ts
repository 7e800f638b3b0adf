/**
 * What must hold between routes, and between them and the receivers. Works on values of any shape, so that these
 * faults are reported together with those of the schema.
 */
import type { Finding, Path } from "../fault.ts";
import { suggestion } from "../nearest.ts";
import { childOf, entriesOf, isGroup, itemsOf } from "../plain-value.ts";
import { receiverNamePattern } from "../schema/values.ts";

export function findRouteFaults(root: unknown): Finding[] {
  const routes = itemsOf(childOf(root, "routes"));
  return [...findUnknownReceivers(root, routes), ...findUnreachable(routes), ...findConditionalLast(routes)];
}

type Indexed = readonly (readonly [number, unknown])[];

function findUnknownReceivers(root: unknown, routes: Indexed): Finding[] {
  const receivers = childOf(root, "receivers");
  // Without them that is the fault, and not each name.
  if (!isGroup(receivers) || Object.keys(receivers).length === 0) return [];
  const names = new Set(Object.keys(receivers));
  return notifyLists(routes).flatMap(([path, list]) =>
    itemsOf(list).flatMap(([index, name]) => {
      if (typeof name !== "string" || names.has(name) || !receiverNamePattern.test(name)) return [];
      const words = `there is no receiver "${name}"${suggestion(name, names)}`;
      return [{ path: [...path, index], at: "value", name: "unknown-receiver", words } as const];
    }),
  );
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
  return routes.flatMap(([index]) => {
    const own = new Set(conditions[index]);
    const covering = conditions
      .slice(0, index)
      .findIndex((earlier) => earlier?.every((condition) => own.has(condition)) === true);
    if (covering < 0 || conditions[index] === undefined) return [];
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
  if (conditions.length === 0 || conditions.some(([, value]) => !isCondition(value))) return undefined;
  return conditions.flatMap(([key, value]) => {
    if (key === "tags") return entriesOf(value).map((tag) => JSON.stringify(["tag", ...tag.map(String)]));
    // Every device's id matches a lone star.
    if (key === "device" && value === "*") return [];
    return [JSON.stringify([key, key === "hub" ? String(value).toLowerCase() : String(value)])];
  });
}

function isCondition(value: unknown): boolean {
  return typeof value === "string" || entriesOf(value).length > 0;
}

function findConditionalLast(routes: Indexed): Finding[] {
  const last = routes.at(-1);
  if (last === undefined || childOf(last[1], "match") === undefined) return [];
  const path = ["routes", last[0], "match"];
  const words = "stands in the last route, which must match everything; add a route without match after it";
  return [{ path, at: "key", name: "last-route-has-match", words }];
}
