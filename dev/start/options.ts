/** The options of `npm start`. */
import { parseArgs } from "node:util";

export interface StartOptions {
  readonly port: number;
  readonly outboxPort: number;
  readonly policy?: string | undefined;
  readonly data?: string | undefined;
  /** `none` plays nothing. */
  readonly scenario: string;
  readonly real: boolean;
  readonly json: boolean;
}

const USAGE =
  "npm start -- [--port 7071] [--outbox-port 7072] [--policy FILE] [--data DIR] [--scenario NAME|none] [--real] [--json]";

/** @returns the options, or a sentence that says what is wrong with them. */
export function readOptions(args: readonly string[]): StartOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string", default: "7071" },
        "outbox-port": { type: "string", default: "7072" },
        policy: { type: "string" },
        data: { type: "string" },
        scenario: { type: "string" },
        real: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const { policy, data, real, json } = values;
    const port = portOf(values.port, "--port");
    const outboxPort = portOf(values["outbox-port"], "--outbox-port");
    if (real && values.scenario !== undefined && values.scenario !== "none") {
      return "With --real no scenario runs: it would page people about a gateway that does not exist.";
    }
    return {
      port,
      outboxPort,
      policy,
      data,
      real,
      json,
      scenario: values.scenario ?? (real ? "none" : "edge-cable"),
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

function portOf(text: string, flag: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Error(`${flag} takes a port number, or 0 for a free one.`);
  return port;
}
