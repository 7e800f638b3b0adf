/**
 * What an accepted policy must say, read from the file by another way than the program's: the published JSON Schema
 * says whether it may be accepted at all, and each value is taken as it stands, defaults from the contract.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parseDocument } from "yaml";
import type { Grouping, Policy } from "../../../functions/domain/policy.ts";
import { goesRound, type TopologyEntry } from "./expected-topology.ts";
import { ENVIRONMENT } from "./fixtures.ts";

type Group = Readonly<Record<string, unknown>>;

const schemaFile = join(import.meta.dirname, "../../../docs/policy.schema.json");
const schema: Group = JSON.parse(readFileSync(schemaFile, "utf8"));
const isValid = new Ajv({ strict: false, ownProperties: true }).compile(schema);

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function isGroup(value: unknown): value is Group {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function groupIn(value: unknown, key: string): Group {
  const found = isGroup(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isGroup(found) ? found : {};
}

function listIn(value: Group, key: string): Group[] {
  const found = value[key];
  return Array.isArray(found) ? found.filter(isGroup) : [];
}

function msOf(duration: unknown): number {
  const text = String(duration);
  const digits = /^\d+/.exec(text)?.[0] ?? "";
  return Number(digits) * (UNITS[text.slice(digits.length)] ?? Number.NaN);
}

/** Undefined for what is no YAML, or makes the library wonder. */
function parsed(text: string): unknown {
  try {
    const options = { schema: "core", merge: false, stringKeys: true } as const;
    const document = parseDocument(text.replace(/^\uFEFF/, ""), options);
    if (document.errors.length > 0 || document.warnings.length > 0) return undefined;
    return document.toJS({ maxAliasCount: -1 });
  } catch {
    return undefined;
  }
}

function expandedBy(text: string): string {
  const values = new Map(Object.entries(ENVIRONMENT));
  return text.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => values.get(name)?.trim() ?? "").trim();
}

const GATEWAY: readonly Grouping[] = ["gateway"];
const USUAL = {
  grace: "5m",
  recovery: "90s",
  groupBy: GATEWAY,
  groupWait: "30s",
  groupInterval: "5m",
  zone: "UTC",
};

function routesOf(file: Group): Policy["routes"] {
  const defaults = groupIn(file, "defaults");
  return listIn(file, "routes").map((route) => {
    const said = { ...USUAL, ...defaults, ...route };
    return {
      match: groupIn(route, "match"),
      notify: Array.isArray(route["notify"]) ? route["notify"].map(String) : [],
      graceMs: msOf(said.grace),
      recoveryMs: msOf(said.recovery),
      groupBy: said.groupBy,
      groupWaitMs: msOf(said.groupWait),
      groupIntervalMs: msOf(said.groupInterval),
      zone: said.zone,
    };
  });
}

/** Every address that may be told, by receiver. One that lacks something is told nothing. */
function addressesOf(file: Group): ReadonlyMap<string, readonly string[]> {
  const receivers = groupIn(file, "receivers");
  return new Map(
    Object.keys(receivers).flatMap((name): [string, string[]][] => {
      const receiver = groupIn(receivers, name);
      const phones = groupIn(receiver, "sms")["to"];
      const workflow = groupIn(receiver, "teams")["workflow"];
      if (Array.isArray(phones))
        return [[name, [...new Set(phones.map((phone) => expandedBy(String(phone))))]]];
      return typeof workflow === "string" ? [[name, [expandedBy(workflow)]]] : [];
    }),
  );
}

function topologyOf(file: Group): TopologyEntry[] {
  return listIn(file, "topology").map(({ parent, children }) => ({
    parent: String(parent),
    children: Array.isArray(children) ? children.map(String) : [],
  }));
}

export interface ExpectedPolicy {
  readonly routes: Policy["routes"];
  readonly tags: readonly Group[];
  readonly topology: readonly TopologyEntry[];
  readonly retryForMs: number;
  readonly addresses: ReadonlyMap<string, readonly string[]>;
}

/** Undefined for a text that no program may accept. */
export function expectedPolicy(text: string): ExpectedPolicy | undefined {
  const file = parsed(text);
  if (!isGroup(file) || !isValid(file)) return undefined;
  const topology = topologyOf(file);
  if (goesRound(topology)) return undefined;
  return {
    routes: routesOf(file),
    tags: listIn(file, "tags"),
    topology,
    retryForMs: msOf(groupIn(file, "delivery")["retryFor"] ?? "24h"),
    addresses: addressesOf(file),
  };
}
