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
  return routes.flatMap(([index, route]) => {
    const own = conditionsOf(route);
    const covering = routes.slice(0, index).find(([, earlier]) => covers(earlier, own));
    if (covering === undefined) return [];
    const words = `can never match: routes[${covering[0]}] comes first and matches all of it`;
    return [{ path: ["routes", index], at: "value", name: "route-never-matches", words } as const];
  });
}

function covers(earlier: unknown, conditions: ReadonlySet<string>): boolean {
  if (!isGroup(earlier)) return false;
  const match = childOf(earlier, "match");
  // An empty or misshapen match is a fault of its own and hides nobody.
  if (match !== undefined && entriesOf(match).length === 0) return false;
  return [...conditionsOf(earlier)].every((condition) => conditions.has(condition));
}

/** What a route's match asks for, as comparable texts. None: it matches everything. */
function conditionsOf(route: unknown): Set<string> {
  const conditions = entriesOf(childOf(route, "match")).flatMap(([key, value]) => {
    if (key === "tags") return entriesOf(value).map((tag) => JSON.stringify(["tag", ...tag.map(String)]));
    // Every device's id matches a lone star.
    if (key === "device" && value === "*") return [];
    return [JSON.stringify([key, key === "hub" ? String(value).toLowerCase() : String(value)])];
  });
  return new Set(conditions);
}

function findConditionalLast(routes: Indexed): Finding[] {
  const last = routes.at(-1);
  if (last === undefined || childOf(last[1], "match") === undefined) return [];
  const path = ["routes", last[0], "match"];
  const words = "stands in the last route, which must match everything; add a route without match after it";
  return [{ path, at: "key", name: "last-route-has-match", words }];
}
