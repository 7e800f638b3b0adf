/** Runs a reader of policy files over mutated files: what is accepted says what the file says, a fault tells no secret. */
import { isDeepStrictEqual } from "node:util";
import { type BuiltPolicy } from "../../../functions/config/policy-file/build-policy.ts";
import { faultNames, type PolicyFault } from "../../../functions/config/policy-file/fault.ts";
import type { readPolicy } from "../../../functions/config/policy-file/read-policy.ts";
import { routeFor } from "../../../functions/domain/policy.ts";
import { makeRandom, type Random } from "../random.ts";
import { type FuzzReport, makeRecorder } from "../report.ts";
import { expectedPolicy } from "./expected-policy.ts";
import { expectedRoute, IDENTITIES } from "./expected-route.ts";
import { ENVIRONMENT, OTHER_SECRET_PHONE, POLICIES, SECRET_PHONE, SECRET_SIGNATURE } from "./fixtures.ts";
import { POLICY_MUTATIONS } from "./mutations.ts";

export type PolicyReader = typeof readPolicy;

const OPTIONS = { fileName: "policy.yaml", allowLoopbackHttp: false };
const MESSAGE_CHARACTERS = 500;
/** A piece of a secret that is longer than any name that is told. */
const TELLING_CHARACTERS = 25;

const NAMES = new Set<string>(faultNames);
/** Faults of a file that is sound in all else. */
const TOPOLOGY_FAULTS = new Set<string>(["own-parent", "topology-cycle"]);

function pieces(secret: string, length: number): string[] {
  return Array.from({ length: secret.length - length + 1 }, (_, at) => secret.slice(at, at + length));
}

const SECRETS = [
  ...pieces(SECRET_SIGNATURE, TELLING_CHARACTERS),
  SECRET_PHONE.slice(1),
  OTHER_SECRET_PHONE.slice(1),
  "?api-version",
];

function wrongWithFault(fault: PolicyFault, lines: readonly string[]): string | undefined {
  const { line, column, message, name, path } = fault;
  const told = `${path} ${message}`;
  const written = lines[line - 1];
  if (!NAMES.has(name)) return `a fault without a name: ${name}`;
  if (message === "" || message.length > MESSAGE_CHARACTERS) return `a fault of ${message.length} characters`;
  if (written === undefined || column < 1 || column > written.length + 1)
    return `outside the text: ${line}:${column}`;
  return SECRETS.some((secret) => told.includes(secret)) ? `a secret is told: ${told}` : undefined;
}

function wrongWithReceivers(
  { policy, disabled }: BuiltPolicy,
  addresses: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const off = new Set(disabled.map(({ receiver }) => receiver));
  const names = policy.receivers.map(({ name }) => name);
  if (!isDeepStrictEqual(names, [...addresses.keys()])) return `other receivers: ${names.join(" ")}`;
  for (const { name, targets } of policy.receivers) {
    const wanted = off.has(name) ? [] : addresses.get(name);
    if (
      !isDeepStrictEqual(
        targets.map(({ address }) => address),
        wanted,
      )
    )
      return `other addresses of ${name}`;
  }
  const reasons = disabled.map(({ reason }) => reason).join(" ");
  return SECRETS.some((secret) => reasons.includes(secret)) ? `a secret is told: ${reasons}` : undefined;
}

function wrongWithPolicy(built: BuiltPolicy, text: string): string | undefined {
  const expected = expectedPolicy(text);
  if (expected === undefined) return "accepted against the schema";
  const { policy } = built;
  for (const key of ["routes", "tags", "topology", "retryForMs"] as const) {
    if (!isDeepStrictEqual(plain(policy[key]), plain(expected[key]))) return `accepted with other ${key}`;
  }
  for (const identity of IDENTITIES) {
    const route = policy.routes.indexOf(routeFor(identity, policy));
    if (route !== expectedRoute(identity, policy)) return `another route for ${identity.deviceId}`;
  }
  return wrongWithReceivers(built, expected.addresses);
}

/** As data alone: what made an object is no part of what it says. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function mutatedPolicy(random: Random): { text: string; kinds: string[] } {
  let text = random.pick(POLICIES);
  const kinds: string[] = [];
  for (let count = random.chance(0.6) ? 1 : 3; count > 0; count -= 1) {
    const mutation = random.pick(POLICY_MUTATIONS);
    text = mutation.apply(text, random);
    kinds.push(mutation.kind);
  }
  return { text, kinds: [...new Set(kinds)] };
}

function readOrError(read: PolicyReader, text: string): ReturnType<PolicyReader> | Error {
  try {
    return read(text, ENVIRONMENT, OPTIONS);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function wrongWith(result: ReturnType<PolicyReader>, text: string): string | undefined {
  if (!("faults" in result)) return wrongWithPolicy(result, text);
  if (result.faults.length === 0) return "neither policy nor fault";
  if ("policy" in result) return "faults beside a policy";
  const lines = text.split("\n");
  const wrong = result.faults.map((fault) => wrongWithFault(fault, lines)).find((one) => one !== undefined);
  if (wrong !== undefined) return wrong;
  const isForTopology = result.faults.every(({ name }) => TOPOLOGY_FAULTS.has(name));
  return isForTopology && expectedPolicy(text) !== undefined ? "refused a topology that is sound" : undefined;
}

/** `from`: the index of the first case. */
export function fuzzPolicies(read: PolicyReader, seed: number, cases: number, from = 0): FuzzReport {
  const recorder = makeRecorder();
  for (let index = from; index < from + cases; index += 1) {
    const { text, kinds } = mutatedPolicy(makeRandom(seed, index));
    const begun = performance.now();
    const result = readOrError(read, text);
    recorder.took(index, text, performance.now() - begun);
    if (result instanceof Error) {
      recorder.found(index, kinds, `threw ${result.name}: ${result.message}`, text);
      continue;
    }
    const wrong = wrongWith(result, text);
    if (wrong !== undefined) recorder.found(index, kinds, wrong, text);
    recorder.ended(kinds, !("faults" in result));
    for (const { name } of "faults" in result ? result.faults : []) recorder.reason(name);
  }
  return recorder.report(cases);
}
