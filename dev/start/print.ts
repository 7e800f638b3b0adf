/** What `npm start` says: addresses on standard output, everything else on standard error. */
import type { LogEntry } from "../host/log.ts";

export interface Addresses {
  readonly functions: string;
  readonly outbox: string;
  /** A connection string. */
  readonly queues: string;
}

export function printAddresses(json: boolean, addresses: Addresses): void {
  if (json) {
    console.log(JSON.stringify(addresses));
    return;
  }
  const { functions, outbox } = addresses;
  console.log(`
  Linewatch is up.

  Outbox    ${outbox}                 what people get: open this one
  Devices   ${functions}/api/devices
  Incidents ${functions}/api/incidents
  Health    ${functions}/api/health

  Ctrl-C stops it.
`);
}

export function printNote(text: string): void {
  console.error(text);
}

/** The app's decisions, one readable line each; the host's chatter only where it warns. */
export function printLog({ level, category, message, functionName }: LogEntry): void {
  const serious = level === "warning" || level === "error" || level === "critical";
  if (category !== "user") {
    if (serious) console.error(`${functionName ?? "host"}: ${message}`);
    return;
  }
  console.error(`${new Date().toISOString().slice(11, 19)} ${readable(message)}`);
}

function readable(message: string): string {
  try {
    const line: unknown = JSON.parse(message);
    if (typeof line !== "object" || line === null || !("event" in line)) return message;
    const { event, ...fields } = line;
    const words = Object.entries(fields).map(([name, value]) => `${name}=${short(name, value)}`);
    return [String(event).padEnd(9), ...words].join(" ");
  } catch {
    return message;
  }
}

/** Sequence numbers are 64 digits, of which the last few tell them apart. */
function short(name: string, value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return name === "sequence" ? `…${text.slice(-6)}` : text;
}
