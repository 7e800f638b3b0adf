/** Requests as nobody in his right mind sends them: half of what there is, half of what there is not. */
import * as fc from "fast-check";

export interface RandomRequest {
  readonly method: string;
  /** As it stands in the request's first line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Of what `seedOddFleet` keeps. */
const known = fc.constantFrom(
  "d",
  "gw",
  "twin",
  "a%2Fb",
  "$edgeHub",
  "m",
  "contoso-hub",
  "other",
  "offline",
  "open",
  "K7QM",
  "k7qm",
  "contoso-hub!d!i1",
  "contoso-hub!gw!i2",
  "flapping",
  "site:Oslo",
  "1",
  "2",
  "0",
);
const odd = fc.oneof(
  fc.string({ unit: "binary", maxLength: 140 }),
  fc.string({ unit: fc.constantFrom(..."%!./\\?#&=+ '\"é\u0000{}[]".split("")) }),
  fc.constantFrom("", "__proto__", "constructor", "..", ".", "NaN", "1e3", "x".repeat(128), "x".repeat(129)),
);
const word = fc.oneof({ weight: 3, arbitrary: known }, { weight: 2, arbitrary: odd });
const part = fc.oneof(
  { weight: 5, arbitrary: word.map((text) => encodeURIComponent(text.toWellFormed())) },
  { weight: 1, arbitrary: word },
);

const path = fc.oneof(
  fc.constantFrom("devices", "incidents", "summary", "rejected", "health", "nothing", ""),
  part.map((id) => `devices/${id}`),
  part.map((id) => `devices/${id}/transitions`),
  part.map((id) => `devices/${id}/explain`),
  fc.tuple(part, part).map(([id, module]) => `devices/${id}/modules/${module}`),
  fc.tuple(part, part).map(([id, module]) => `devices/${id}/modules/${module}/explain`),
  fc.tuple(part, part).map(([id, module]) => `devices/${id}/modules/${module}/transitions`),
  part.map((id) => `incidents/${id}`),
);

const parameter = fc.oneof(
  ...["state", "condition", "hub", "tag", "q", "deviceId", "top", "after", "signature", "code", "at"].map(
    (name) => part.map((value) => `${name}=${value}`),
  ),
  fc.constantFrom("state=offline", "state=open", "top=1", "top=2", "hub=contoso-hub", "q=d", "deviceId=twin"),
  fc.tuple(part, part).map(([name, value]) => `${name}=${value}`),
);
const query = fc.oneof(
  { weight: 4, arbitrary: fc.constant("") },
  { weight: 20, arbitrary: fc.array(parameter, { maxLength: 4 }).map((all) => `?${all.join("&")}`) },
  { weight: 1, arbitrary: fc.integer({ min: 5_990, max: 7_000 }).map((length) => `?${"x".repeat(length)}`) },
);

const visible = fc.string({ unit: fc.constantFrom(...'"*,W/ abc;!~'.split("")), maxLength: 30 });
const headers = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 3, arbitrary: fc.constant({ "if-none-match": "*" }) },
  {
    weight: 3,
    arbitrary: fc
      .record({ "if-none-match": visible, accept: visible, "accept-encoding": visible }, { requiredKeys: [] })
      .map((given) => given),
  },
);
const method = fc.oneof(
  { weight: 14, arbitrary: fc.constant("GET") },
  { weight: 2, arbitrary: fc.constant("HEAD") },
  { weight: 1, arbitrary: fc.constantFrom("POST", "PUT", "PATCH", "DELETE", "OPTIONS") },
);
const body = fc.oneof(
  { weight: 15, arbitrary: fc.constant("") },
  { weight: 1, arbitrary: fc.constantFrom("{}", "null", "\u0000", "x".repeat(5_000)) },
);

/** What a request's first line cannot have is encoded. */
function sendable(target: string): string {
  return target.toWellFormed().replaceAll(/[^\x21-\x7E]/gu, encodeURIComponent);
}

const fresh: fc.Arbitrary<RandomRequest> = fc.record({
  method,
  target: fc.tuple(path, query).map(([at, search]) => sendable(`/api/${at}${search}`)),
  headers,
  body,
});

/** A link that an answer had, as it was or with one character changed. */
export interface Followed {
  readonly link: number;
  readonly change?: { readonly at: number; readonly to: string };
}

const followed: fc.Arbitrary<Followed> = fc.record(
  { link: fc.nat(), change: fc.record({ at: fc.nat(), to: fc.constantFrom("a", "%", "&", "=", "1") }) },
  { requiredKeys: ["link"] },
);

export const randomRequest: fc.Arbitrary<RandomRequest | Followed> = fc.oneof(
  { weight: 9, arbitrary: fresh },
  { weight: 1, arbitrary: followed },
);

/** The request to make, where links that came before are to be followed; the first page of all while there are none. */
export function resolve(request: RandomRequest | Followed, links: readonly string[]): RandomRequest {
  if (!("link" in request)) return request;
  const link = links[request.link % links.length] ?? "/api/devices?top=1";
  // A target without its first slash is refused by any server before it gets here.
  const at = 1 + ((request.change?.at ?? 0) % (link.length - 1));
  const target =
    request.change === undefined ? link : `${link.slice(0, at)}${request.change.to}${link.slice(at + 1)}`;
  return { method: "GET", target, headers: {}, body: "" };
}
