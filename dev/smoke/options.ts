/** The options of `npm run smoke`. */
import { parseArgs } from "node:util";

import type { Variables } from "../../functions/config/variable.ts";
import { readAddress, readKey } from "./address.ts";
import { TIMEOUT_MS } from "./follow-drill.ts";

export interface SmokeOptions {
  readonly url: string;
  readonly key: string | undefined;
  readonly receivers: readonly string[];
  readonly json: boolean;
  readonly timeoutMs: number;
}

const USAGE = `npm run smoke -- --url https://APP.azurewebsites.net [--key K] [--receivers ops,oncall] [--timeout 120] [--json]
The key is better put into LINEWATCH_KEY: on a command line other people of the machine can read it.
--timeout: seconds for the app to answer at first, and again for the drill to pass.`;
const LONGEST_S = 3_600;

/** @returns the options, or a sentence that says what is wrong with them. */
export function readSmokeOptions(args: readonly string[], env: Variables): SmokeOptions | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: "string" },
        key: { type: "string" },
        receivers: { type: "string", default: "" },
        timeout: { type: "string", default: String(TIMEOUT_MS / 1_000) },
        json: { type: "boolean", default: false },
      },
    });
    // Not repeated: a key that lost its flag would be.
    if (positionals.length > 0) throw new Error("Every value belongs to an option: one of them has none.");
    if (values.url === undefined) throw new Error("--url is missing: the address of the app.");
    return {
      url: readAddress(values.url),
      key: readKey(values.key ?? env["LINEWATCH_KEY"]),
      receivers: readReceivers(values.receivers),
      timeoutMs: readSeconds(values.timeout),
      json: values.json,
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

function readReceivers(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== "");
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds >= 1 && seconds <= LONGEST_S) return seconds * 1_000;
  throw new Error(`--timeout takes whole seconds, from 1 to ${LONGEST_S}.`);
}
