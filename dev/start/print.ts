/** What `npm start` says: addresses on standard output, everything else on standard error. */
import { styleText } from "node:util";

import type { LogEntry } from "../host/log.ts";
import { readableLine } from "./log-line.ts";

export interface Addresses {
  readonly functions: string;
  readonly outbox: string;
  /** A connection string. */
  readonly queues: string;
}

/** With `json` exactly one line, for programs. */
export function printAddresses(addresses: Addresses, how: { json: boolean; real: boolean }): void {
  console.log(how.json ? JSON.stringify(addresses) : tableOf(addresses, how.real));
}

function tableOf({ functions, outbox }: Addresses, real: boolean): string {
  const rows = [
    [
      "Outbox",
      outbox,
      real ? "not used: --real sends to the receivers themselves" : "what people get: open it",
    ],
    ["Devices", `${functions}/api/devices`, "the state of everything"],
    ["Incidents", `${functions}/api/incidents`, "who was told what"],
    ["Summary", `${functions}/api/summary`, "counts"],
    ["Rejected", `${functions}/api/rejected`, "events that could not be read"],
    ["Health", `${functions}/api/health`, "whether it works, and what waits"],
  ];
  const widest = Math.max(...rows.map(([, url = ""]) => url.length));
  const lines = rows.map(([name = "", url = "", words = ""]) => {
    return `  ${name.padEnd(10)} ${url.padEnd(widest)}  ${styleText("dim", words)}`;
  });
  return ["", styleText("bold", "Linewatch is up."), "", ...lines, "", "Ctrl-C stops it.", ""].join("\n");
}

export function printNote(text: string): void {
  console.error(text);
}

/** The app's decisions, one readable line each; the host's chatter only where it warns. */
export function printLog({ level, category, message, functionName }: LogEntry): void {
  const serious = level === "warning" || level === "error" || level === "critical";
  if (category !== "user") {
    if (serious) console.error(`${now()}  ${functionName ?? "host"}: ${message}`);
    return;
  }
  const line = readableLine(message);
  if (line !== undefined) console.error(`${now()}  ${line}`);
}

/** By this machine's clock, as the person at the terminal reads it. */
function now(): string {
  return new Date().toTimeString().slice(0, 8);
}
