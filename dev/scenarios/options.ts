/** The options of `npm run scenario`. */
import { parseArgs } from "node:util";

export interface ScenarioOptions {
  /** Without one, they are listed. */
  readonly name?: string | undefined;
  /** 2 plays twice as fast. */
  readonly speed: number;
  /** Of a running app, without a slash at its end. */
  readonly url: string;
}

const USAGE = "npm run scenario -- [NAME] [--speed N] [--url http://127.0.0.1:7071]";

/** @returns the options, or a sentence that says what is wrong with them. */
export function readScenarioOptions(args: readonly string[]): ScenarioOptions | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        speed: { type: "string", default: "1" },
        url: { type: "string", default: "http://127.0.0.1:7071" },
      },
    });
    const [name, ...others] = positionals;
    if (others.length > 0) throw new Error("One scenario at a time.");
    const speed = Number(values.speed);
    if (!(speed > 0 && speed <= 1_000)) throw new Error("--speed takes a number above 0, at most 1000.");
    if (!URL.canParse(values.url)) throw new Error("--url takes the address of a running npm start.");
    return { name, speed, url: values.url.replace(/\/+$/, "") };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}
