/** The options of `npm run embedded`. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { readPort } from "../start/options.ts";

export interface EmbeddedCommand {
  /** Absolute. */
  readonly dataDir?: string | undefined;
  readonly outboxPort: number;
  readonly json: boolean;
}

const USAGE = "npm run embedded -- [--data DIR] [--outbox-port N] [--json]";

/** @returns the options, or a sentence that says what is wrong with them. */
export function readEmbeddedOptions(args: readonly string[]): EmbeddedCommand | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: "string" },
        "outbox-port": { type: "string", default: "0" },
        json: { type: "boolean", default: false },
      },
    });
    const { data, json } = values;
    const outboxPort = readPort(values["outbox-port"], "--outbox-port");
    return { dataDir: data === undefined ? undefined : resolve(data), outboxPort, json };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}
