/** An app beside embedded parts that is killed, stopped and started again in the same place. */
import * as z from "zod";

import { startProcess } from "./process.ts";
import type { Process, Surroundings } from "./process.ts";

export interface AppOptions {
  readonly policy: string;
  readonly log: string;
  /** Of one start: its faults are its own. */
  readonly surroundings: () => Surroundings;
}

export interface App {
  /** Starts it; resolves when it is up, or was ended before that. Throws when it does not come up by itself. */
  start(): Promise<void>;
  /** `kill -9`; whether there was something to kill. */
  kill(): Promise<boolean>;
  stop(): Promise<void>;
  /** Undefined unless it is up. */
  url(): string | undefined;
  isStarted(): boolean;
  /** How often it ended by itself; it was started again. */
  crashes(): number;
}

const lineSchema = z.object({ functions: z.url() });
const ARGS = ["--json", "--port", "0", "--outbox-port", "0", "--scenario", "none"];
const TRIES = 5;

export function makeApp({ policy, log, surroundings }: AppOptions): App {
  let running: Process | undefined;
  let url: string | undefined;
  let crashes = 0;
  const end = async (how: "kill" | "stop"): Promise<boolean> => {
    const ended = running;
    running = undefined;
    url = undefined;
    await ended?.[how]();
    return ended !== undefined;
  };
  const crashed = (one: Process): void => {
    if (running !== one) return;
    crashes += 1;
    void start().catch(() => undefined);
  };
  const start = async (): Promise<void> => {
    for (let count = 1; count <= TRIES; count += 1) {
      const args = [...ARGS, "--policy", policy];
      const started = startProcess({ script: "dev/start.ts", args, log, ...surroundings() });
      running = started;
      const line = await started.line;
      if (running !== started) return;
      if (line !== undefined) {
        url = lineSchema.parse(JSON.parse(line)).functions;
        void started.gone.then(() => crashed(started));
        return;
      }
      crashes += 1;
    }
    throw new Error(`The app does not start; ${log} says why.`);
  };
  return {
    start,
    kill: () => end("kill"),
    stop: async () => void (await end("stop")),
    url: () => url,
    isStarted: () => running !== undefined,
    crashes: () => crashes,
  };
}
