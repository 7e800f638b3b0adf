/** The options of `npm start`. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";

export interface StartOptions {
  readonly port: number;
  readonly outboxPort: number;
  /** Absolute, as is `data`. */
  readonly policy?: string | undefined;
  readonly data?: string | undefined;
  /** Undefined plays nothing. */
  readonly scenario?: string | undefined;
  readonly real: boolean;
  readonly json: boolean;
}

const USAGE =
  "npm start -- [--port 7071] [--outbox-port 7072] [--policy FILE] [--data DIR] [--scenario NAME|none] [--real] [--json]";
/** Of the app. */
export const DEFAULT_PORT = 7071;
const DEFAULT_SCENARIO = "edge-cable";

/** @returns the options, or a sentence that says what is wrong with them. */
export function readOptions(args: readonly string[]): StartOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string", default: String(DEFAULT_PORT) },
        "outbox-port": { type: "string", default: "7072" },
        policy: { type: "string" },
        data: { type: "string" },
        scenario: { type: "string" },
        real: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const { policy, data, real, json } = values;
    return {
      port: readPort(values.port, "--port"),
      outboxPort: readPort(values["outbox-port"], "--outbox-port"),
      policy: policy === undefined ? undefined : resolve(policy),
      data: data === undefined ? undefined : resolve(data),
      real,
      json,
      scenario: readScenario(values.scenario, real),
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

/** @throws an Error that names the flag. */
export function readPort(text: string, flag: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Error(`${flag} takes a port number, or 0 for a free one.`);
  return port;
}

function readScenario(name: string | undefined, real: boolean): string | undefined {
  if (name === "none") return undefined;
  if (!real) return name ?? DEFAULT_SCENARIO;
  if (name === undefined) return undefined;
  throw new Error("With --real no scenario runs: it would page people about a gateway that does not exist.");
}
