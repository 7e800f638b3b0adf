/** The options of `npm run chaos`. */
import { parseArgs } from "node:util";

export type StoreName = "sqlite" | "cosmos";

export interface ChaosOptions {
  readonly kills: number;
  readonly events: number;
  readonly seed: number;
  /** One run each, after one another. */
  readonly stores: readonly StoreName[];
}

const USAGE =
  "npm run chaos -- [--kills 100] [--events 5000] [--seed N] [--store sqlite|cosmos|both]   (default: both, one after the other)";
const LARGEST_SEED = 2 ** 31;

/** @returns the options, or a sentence that says what is wrong with them. */
export function readChaosOptions(args: readonly string[]): ChaosOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        kills: { type: "string", default: "100" },
        events: { type: "string", default: "5000" },
        seed: { type: "string", default: String(Math.floor(Math.random() * 1_000_000)) },
        store: { type: "string", default: "both" },
      },
    });
    return {
      kills: readNumber(values.kills, "--kills", 0, 100_000),
      events: readNumber(values.events, "--events", 50, 1_000_000),
      seed: readNumber(values.seed, "--seed", 0, LARGEST_SEED),
      stores: readStores(values.store),
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

function readNumber(text: string, flag: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) {
    throw new Error(`${flag} takes a whole number from ${least} to ${most}.`);
  }
  return number;
}

function readStores(text: string): StoreName[] {
  if (text === "both") return ["sqlite", "cosmos"];
  if (text === "sqlite" || text === "cosmos") return [text];
  throw new Error("--store takes sqlite, cosmos or both.");
}
