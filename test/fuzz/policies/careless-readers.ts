/** Readers of policy files with one fault each, as somebody could have written them, and the mutation that shows it. */
import { parseDocument } from "yaml";
import type { BuiltPolicy } from "../../../functions/config/policy-file/build-policy.ts";
import type { PolicyFault } from "../../../functions/config/policy-file/fault.ts";
import { readPolicy } from "../../../functions/config/policy-file/read-policy.ts";
import type { PolicyReader } from "./fuzz-policies.ts";

interface Careless {
  readonly fault: string;
  readonly kind: string;
  readonly read: PolicyReader;
}

function faulty(fault: string, kind: string, read: PolicyReader): Careless {
  return { fault, kind, read };
}

/** Reads what `mend` makes of the text, where the text itself is refused. */
function mending(mend: (text: string) => string): PolicyReader {
  return (text, env, options) => {
    const read = readPolicy(text, env, options);
    if (!("faults" in read)) return read;
    try {
      const mended = readPolicy(mend(text), env, options);
      return "faults" in mended ? read : mended;
    } catch {
      return read;
    }
  };
}

function telling(change: (fault: PolicyFault, text: string) => PolicyFault): PolicyReader {
  return (text, env, options) => {
    const read = readPolicy(text, env, options);
    return "faults" in read ? { faults: read.faults.map((fault) => change(fault, text)) } : read;
  };
}

function building(change: (built: BuiltPolicy) => BuiltPolicy): PolicyReader {
  return (text, env, options) => {
    const read = readPolicy(text, env, options);
    return "faults" in read ? read : change(read);
  };
}

function isOfCircle({ name }: PolicyFault): boolean {
  return name === "own-parent" || name === "topology-cycle";
}

/** The text without its topology, where nothing but a circle in it is at fault. */
function withoutCircles(text: string): string {
  const read = readPolicy(text, {}, OPTIONS);
  const root: unknown = parseDocument(text, { logLevel: "silent" }).toJS();
  const isRound = "faults" in read && read.faults.every(isOfCircle);
  return isRound && typeof root === "object" ? JSON.stringify({ ...root, topology: [] }) : text;
}

/** Takes one entry of a parent only. */
const wantingOneEntry: PolicyReader = (text, env, options) => {
  const read = readPolicy(text, env, options);
  if ("faults" in read) return read;
  const parents = read.policy.topology.map(({ parent }) => parent);
  if (new Set(parents).size === parents.length) return read;
  return { faults: [{ line: 1, column: 1, path: "topology", message: "is double", name: "topology-cycle" }] };
};

function lastOfTwo(text: string): string {
  return JSON.stringify(parseDocument(text, { uniqueKeys: false, logLevel: "silent" }).toJS());
}

function withoutUnknown(text: string): string {
  const root: unknown = parseDocument(text, { logLevel: "silent" }).toJS();
  const known = "defaults storm sms receivers routes tags delivery allowHosts maintenance".split(" ");
  const entries = typeof root === "object" && root !== null ? Object.entries(root) : [];
  return JSON.stringify(Object.fromEntries(entries.filter(([key]) => known.includes(key))));
}

const OPTIONS = { fileName: "policy.yaml", allowLoopbackHttp: false };

function withoutWrong(text: string): string {
  const root: unknown = parseDocument(text, { logLevel: "silent" }).toJS();
  const read = readPolicy(text, {}, OPTIONS);
  for (const { path } of "faults" in read ? read.faults : []) {
    const steps = path.split(/[.[\]]+/).filter((step) => step !== "");
    const holder = steps.slice(0, -1).reduce(childOf, root);
    if (typeof holder === "object" && holder !== null) Reflect.deleteProperty(holder, steps.at(-1) ?? "");
  }
  return JSON.stringify(root);
}

function childOf(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return value.at(Number(step));
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(step) : undefined;
}

const lineOf = (text: string, { line }: PolicyFault): string => text.split("\n")[line - 1] ?? "";

export const careless: readonly Careless[] = [
  faulty(
    "leaves out tabs",
    "yaml: indentation",
    mending((text) => text.replaceAll("\t", "")),
  ),
  faulty("takes the last of two keys", "yaml: key repeated", mending(lastOfTwo)),
  faulty("takes the last of two lines", "yaml: line repeated", mending(lastOfTwo)),
  faulty(
    "leaves out tags",
    "yaml: tag",
    mending((text) => text.replaceAll(/!\S+ /g, "")),
  ),
  faulty(
    "leaves out odd characters",
    "yaml: odd character in a value",
    mending((text) => text.replaceAll(/[^ -~\n]/g, "")),
  ),
  faulty("leaves out what it does not know", "yaml: key with a value more", mending(withoutUnknown)),
  faulty("leaves out what it does not know", "yaml: other key", mending(withoutUnknown)),
  faulty("leaves out what is wrong", "yaml: other value", mending(withoutWrong)),
  faulty("leaves out what is wrong", "yaml: nested value", mending(withoutWrong)),
  faulty("takes a topology that goes round", "yaml: value of its kind", mending(withoutCircles)),
  faulty("takes one entry of a parent only", "yaml: special", wantingOneEntry),
  faulty(
    "forgets the topology",
    "yaml: line moved",
    building((built) => ({ ...built, policy: { ...built.policy, topology: [] } })),
  ),
  faulty(
    "points at the next line",
    "text: cut off",
    telling((fault) => ({ ...fault, line: fault.line + 1, column: 1 })),
  ),
  faulty(
    "points behind the fault",
    "yaml: special",
    telling((fault) => ({ ...fault, column: fault.column + 40 })),
  ),
  faulty(
    "tells the line",
    "yaml: line moved",
    telling((fault, text) => ({ ...fault, message: `${fault.message}: ${lineOf(text, fault)}` })),
  ),
  faulty(
    "tells the value in a path",
    "yaml: anchor and alias",
    telling((fault, text) => ({ ...fault, path: lineOf(text, fault) })),
  ),
  faulty(
    "counts lines from 0",
    "text: beginning lost",
    telling((fault) => ({ ...fault, line: fault.line - 1 })),
  ),
  faulty(
    "counts columns from the file's beginning",
    "yaml: line without end",
    telling((fault, text) => ({ ...fault, column: text.indexOf(lineOf(text, fault)) + fault.column })),
  ),
  faulty(
    "forgets the last day",
    "yaml: value of its kind",
    building((built) => ({
      ...built,
      policy: {
        ...built.policy,
        routes: built.policy.routes.map((route) => ({
          ...route,
          graceMs: Math.min(route.graceMs, 86_400_000),
        })),
      },
    })),
  ),
  faulty(
    "tells each receiver once",
    "yaml: line dropped",
    building((built) => ({
      ...built,
      policy: {
        ...built.policy,
        routes: built.policy.routes.map((route) => ({ ...route, notify: [...new Set(route.notify)] })),
      },
    })),
  ),
  faulty(
    "forgets the tags",
    "yaml: line of another file",
    building((built) => ({ ...built, policy: { ...built.policy, tags: [] } })),
  ),
  faulty(
    "keeps an address that was refused",
    "yaml: value of its kind",
    building((built) => ({
      ...built,
      policy: {
        ...built.policy,
        receivers: built.policy.receivers.map((receiver) => ({
          ...receiver,
          targets: [{ id: "x", channel: receiver.channel, address: "x" }],
        })),
      },
    })),
  ),
];
