/** Which function answers a request: the most specific template whose methods include the request's. */
import { parseRouteTemplate } from "./route-template.ts";

export type Route<Target> = {
  readonly template: string;
  /** Upper case; none means all. */
  readonly methods: readonly string[];
  readonly target: Target;
};

type RouteMatch<Target> = {
  readonly target: Target;
  readonly params: Readonly<Record<string, string>>;
};

export type FindRoute<Target> = (
  method: string,
  segments: readonly string[],
) => RouteMatch<Target> | undefined;

/** Like the real host, a path that exists for other methods only is not found (404, not 405). */
export function makeFindRoute<Target>(routes: readonly Route<Target>[]): FindRoute<Target> {
  const candidates = routes
    .map((route) => ({ ...route, template: parseRouteTemplate(route.template) }))
    .toSorted((a, b) => compare(a.template.precedence, b.template.precedence));
  return (method, segments) => {
    for (const { methods, template, target } of candidates) {
      const params = methods.length === 0 || methods.includes(method) ? template.match(segments) : undefined;
      if (params !== undefined) {
        return { target, params };
      }
    }
    return undefined;
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
