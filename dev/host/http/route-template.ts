/** Route templates such as `api/devices/{deviceId}/{*rest}`: parsing, matching and precedence as in ASP.NET Core. */
import { constraintPattern } from "./route-constraints.ts";

/** A template uses what the runner does not know. */
export class RouteTemplateError extends Error {
  override name = "RouteTemplateError";
}

type Segment =
  | { readonly kind: "literal"; readonly text: string }
  | {
      readonly kind: "parameter" | "rest";
      readonly name: string;
      readonly optional: boolean;
      readonly patterns: readonly RegExp[];
    };

type RouteTemplate = {
  /** The parameters of a path that fits, without absent optional ones; undefined for one that does not. */
  match(segments: readonly string[]): Record<string, string> | undefined;
  /** Sorts before the templates that are less specific: literals, then constrained parameters, then the others. */
  readonly precedence: string;
};

/** Throws RouteTemplateError for defaults, segments with several parts and unknown constraints. */
export function parseRouteTemplate(template: string): RouteTemplate {
  const segments = template
    .split("/")
    .filter((text) => text !== "")
    .map((text) => parseSegment(text, template));
  return {
    match: (path) => matchSegments(segments, path),
    precedence: segments.map(rankOf).join(""),
  };
}

function parseSegment(text: string, template: string): Segment {
  if (!/[{}]/.test(text)) {
    return { kind: "literal", text: text.toLowerCase() };
  }
  const parts = /^\{(?<star>\*{0,2})(?<name>[\w-]+)(?<constraints>(?::[a-z]+)*)(?<optional>\??)\}$/i.exec(
    text,
  )?.groups;
  if (parts === undefined) {
    throw new RouteTemplateError(`The local runner cannot read ${text} in the route ${template}.`);
  }
  const names = (parts["constraints"] ?? "").split(":").slice(1);
  return {
    kind: parts["star"] === "" ? "parameter" : "rest",
    name: parts["name"] ?? "",
    optional: parts["optional"] === "?",
    patterns: names.map((name) => patternOf(name, template)),
  };
}

function patternOf(name: string, template: string): RegExp {
  const pattern = constraintPattern(name.toLowerCase());
  if (pattern === undefined) {
    throw new RouteTemplateError(
      `The local runner does not know the constraint ${name} in the route ${template}.`,
    );
  }
  return pattern;
}

function rankOf(segment: Segment): string {
  if (segment.kind === "literal") {
    return "1";
  }
  const rank = segment.kind === "parameter" ? 3 : 5;
  return String(segment.patterns.length > 0 ? rank - 1 : rank);
}

function matchSegments(
  template: readonly Segment[],
  path: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [at, segment] of template.entries()) {
    const isRest = segment.kind === "rest";
    const value = isRest ? path.slice(at).join("/") : path[at];
    if (!fits(segment, value)) {
      return undefined;
    }
    if (segment.kind !== "literal" && value !== undefined && value !== "") {
      parameters[segment.name] = value;
    }
    if (isRest) {
      return parameters;
    }
  }
  return path.length > template.length ? undefined : parameters;
}

function fits(segment: Segment, value: string | undefined): boolean {
  if (segment.kind === "literal") {
    return value?.toLowerCase() === segment.text;
  }
  if (value === undefined || value === "") {
    return segment.kind === "rest" ? value !== undefined : segment.optional && value === undefined;
  }
  return segment.patterns.every((pattern) => pattern.test(value));
}
