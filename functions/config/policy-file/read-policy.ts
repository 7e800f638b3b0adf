/** Reads the policy file: text and environment in, a policy or every fault at once out. Never throws, reads nothing. */
import type { Variables } from "../variable.ts";
import { type BuiltPolicy, buildPolicy } from "./build-policy.ts";
import { type Finding, formatPath, type PolicyFault } from "./fault.ts";
import { makeSuggest } from "./nearest.ts";
import { isGroup } from "./plain-value.ts";
import { findPrototypeNames } from "./rules/prototype-names.ts";
import { findMisplacedReferences } from "./rules/references.ts";
import { findRouteFaults } from "./rules/routes.ts";
import { findTopologyFaults } from "./rules/topology.ts";
import { findBadWorkflowUrls } from "./rules/workflow-urls.ts";
import { findingsOf, genericWords } from "./schema-findings.ts";
import { type PolicyFile, policySchema } from "./schema/policy-schema.ts";
import { parseYaml, type TextFault, type YamlText } from "./yaml-text.ts";

export interface PolicyOptions {
  /** What messages call the file. */
  readonly fileName: string;
  /** Whether a workflow may be plain http on this machine: under the local runner alone. */
  readonly allowLoopbackHttp: boolean;
}

export type ReadPolicy = BuiltPolicy | { readonly faults: readonly PolicyFault[] };

/**
 * Faults come in the order of their places, one a place. A receiver that lacks a value of the environment is no
 * fault: it is disabled, with the reason.
 */
export function readPolicy(text: string, env: Variables, options: PolicyOptions): ReadPolicy {
  const yaml = parseYaml(text);
  const checked = check(yaml, options);
  const faults = inOrder([...yaml.faults.map((fault) => ({ ...fault, path: "" })), ...checked.faults], yaml);
  if (faults.length > 0 || checked.file === undefined) return { faults };
  return buildPolicy(checked.file, env, options);
}

interface PlacedFault extends TextFault {
  readonly path: string;
}

interface Checked {
  readonly file?: PolicyFile;
  readonly faults: readonly PlacedFault[];
}

function check(yaml: YamlText, options: PolicyOptions): Checked {
  if (yaml.value === undefined) return { faults: [] };
  if (yaml.value === null)
    return whole("empty-file", `${options.fileName} is empty; it needs receivers and routes`);
  if (!isGroup(yaml.value)) {
    return whole(
      "not-a-mapping",
      `${options.fileName} is no policy: it must begin with keys such as receivers:`,
    );
  }
  const suggest = makeSuggest();
  const parsed = policySchema.safeParse(yaml.value, { error: genericWords });
  const findings: Finding[] = [
    // Before the schema's: where both object to a value, this says why it is there.
    ...findMisplacedReferences(yaml.value),
    ...(parsed.error?.issues ?? []).flatMap((issue) => findingsOf(issue, yaml.value, suggest)),
    ...findPrototypeNames(yaml.value),
    // A repeated section hides the other one's names.
    ...(yaml.faults.length > 0 ? [] : findRouteFaults(yaml.value, suggest)),
    ...(yaml.faults.length > 0 ? [] : findTopologyFaults(yaml.value)),
    ...findBadWorkflowUrls(yaml.value, options),
  ];
  const faults = withoutConsequences(findings).map((finding) => place(finding, yaml));
  return parsed.success ? { file: parsed.data, faults } : { faults };
}

/** A group with an unknown key in it has its fault: that it lacks the right key is the same one. */
function withoutConsequences(findings: readonly Finding[]): Finding[] {
  const misnamed = findings
    .filter(({ name }) => name === "unknown-key" || name === "later-key")
    .map(({ path }) => JSON.stringify(path.slice(0, -1)));
  const consequences = new Set(misnamed);
  return findings.filter(
    ({ name, path }) =>
      !(name === "one-channel" || name === "empty-value") || !consequences.has(JSON.stringify(path)),
  );
}

function whole(name: TextFault["name"], words: string): Checked {
  return { faults: [{ offset: 0, name, words, path: "" }] };
}

function place({ path, at, name, words }: Finding, { offsetOf }: YamlText): PlacedFault {
  return { offset: offsetOf(path, at), name, words, path: formatPath(path) };
}

/** By place; of several at one place the first, except that each missing key has its own say. */
function inOrder(faults: readonly PlacedFault[], yaml: YamlText): PolicyFault[] {
  const byPlace = new Map<string, PlacedFault>();
  for (const fault of faults) {
    const place = fault.name === "missing-key" ? `${fault.offset} ${fault.path}` : String(fault.offset);
    if (!byPlace.has(place)) byPlace.set(place, fault);
  }
  return [...byPlace.values()]
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, path, words, name }) => ({
      ...yaml.lineAndColumn(offset),
      path,
      message: path === "" ? words : `${path}: ${words}`,
      name,
    }));
}
