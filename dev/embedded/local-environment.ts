/**
 * The environment of an app on a laptop. It can page nobody by accident: whatever points beyond this machine is
 * ignored, with a line that says so, and the outbox plays the receivers. Values that point at loopback win.
 */
import { parse } from "yaml";

import type { Outbox } from "../outbox/outbox.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface Surroundings {
  /** What the shell gave. */
  readonly given: Environment;
  readonly policyText: string;
  readonly outbox: Pick<Outbox, "url" | "workflowUrl">;
  readonly queueConnectionString?: string | undefined;
  readonly sqlite?: string | undefined;
}

export interface LocalEnvironment {
  /** The variables to set, and those to unset. */
  readonly set: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
  /** The policy's text, with receivers that point beyond this machine sent to the outbox. */
  readonly policyText: string;
  readonly notes: readonly string[];
}

/** A number of the range that is kept for tests. */
const PHONE = "+15005550100";
const TWILIO = {
  TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000000",
  TWILIO_AUTH_TOKEN: "local",
  TWILIO_FROM: "+15005550006",
};
const OUTSIDE_ONLY = ["TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_MESSAGING_SERVICE_SID"];

/** Whether a URL, or the queue endpoint of a connection string, is on this machine. */
export function isOnThisMachine(value: string): boolean {
  if (value.trim() === "UseDevelopmentStorage=true") return true;
  const endpoint = /(?:^|;)QueueEndpoint=([^;]+)/i.exec(value)?.[1] ?? value;
  if (!URL.canParse(endpoint)) return false;
  const { hostname } = new URL(endpoint);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/** Whether the shell's queues, and its store, are on this machine and to be used. */
export function usesGiven(given: Environment): { readonly queues: boolean; readonly store: boolean } {
  return {
    queues: isLocal(given["AzureWebJobsStorage"]),
    store: isLocal(given["COSMOS_ENDPOINT"]) || Boolean(given["LINEWATCH_SQLITE"]),
  };
}

function isLocal(value: string | undefined): boolean {
  return value !== undefined && value !== "" && isOnThisMachine(value);
}

export function localEnvironment(surroundings: Surroundings): LocalEnvironment {
  const { given, outbox, queueConnectionString, sqlite } = surroundings;
  const set: Record<string, string> = {};
  const unset = new Set<string>();
  const notes: string[] = [];
  const ignore = (name: string): void => {
    unset.add(name);
    if (given[name]) notes.push(`${name} points beyond this machine and is ignored; --real uses it`);
  };

  if (queueConnectionString !== undefined) {
    ignore("AzureWebJobsStorage");
    for (const name of Object.keys(given)) if (name.startsWith("AzureWebJobsStorage__")) ignore(name);
    set["AzureWebJobsStorage"] = queueConnectionString;
  }
  if (!isLocal(given["COSMOS_ENDPOINT"])) ignore("COSMOS_ENDPOINT");
  if (sqlite !== undefined) set["LINEWATCH_SQLITE"] = sqlite;
  if (!isLocal(given["TWILIO_API_BASE_URL"])) {
    if (given["TWILIO_ACCOUNT_SID"])
      notes.push("TWILIO_ACCOUNT_SID is ignored: the outbox plays Twilio; --real uses it");
    for (const name of OUTSIDE_ONLY) unset.add(name);
    Object.assign(set, TWILIO, { TWILIO_API_BASE_URL: outbox.url });
  }
  const { workflows, phones } = variablesOf(surroundings.policyText);
  for (const [name, receiver] of workflows) {
    if (isLocal(given[name])) continue;
    ignore(name);
    set[name] = outbox.workflowUrl(receiver);
  }
  for (const name of phones) if (!given[name]) set[name] = PHONE;
  const policyText = sendToOutbox(surroundings.policyText, outbox, notes);
  return { set, unset: [...unset].filter((name) => !(name in set)), policyText, notes };
}

interface Receivers {
  /** Variable → receiver. */
  readonly workflows: ReadonlyMap<string, string>;
  readonly phones: ReadonlySet<string>;
}

function receiversOf(policyText: string): [string, unknown][] {
  try {
    const policy: unknown = parse(policyText);
    if (typeof policy !== "object" || policy === null || !("receivers" in policy)) return [];
    return typeof policy.receivers === "object" && policy.receivers !== null
      ? Object.entries(policy.receivers)
      : [];
  } catch {
    // The app itself says what is wrong with its policy.
    return [];
  }
}

function variablesOf(policyText: string): Receivers {
  const workflows = new Map<string, string>();
  const phones = new Set<string>();
  for (const [receiver, settings] of receiversOf(policyText)) {
    const text = JSON.stringify(settings);
    for (const [, name = ""] of text.matchAll(/\$\{(\w+)\}/g)) {
      if (text.includes('"workflow"')) workflows.set(name, receiver);
      else phones.add(name);
    }
  }
  return { workflows, phones };
}

function sendToOutbox(policyText: string, outbox: Surroundings["outbox"], notes: string[]): string {
  return receiversOf(policyText).reduce((text, [receiver, settings]) => {
    const url = /"workflow":"(https?:[^"]+)"/.exec(JSON.stringify(settings))?.[1];
    if (url === undefined || isOnThisMachine(url)) return text;
    notes.push(`the workflow of ${receiver} is beyond this machine and is ignored; --real uses it`);
    return text.replaceAll(url, outbox.workflowUrl(receiver));
  }, policyText);
}
