/**
 * The log: one JSON object a line, given to the invocation in which it was written, so that the platform ties it
 * to its function; outside of one, to the console.
 */
import { AsyncLocalStorage } from "node:async_hooks";

import type { Log } from "../../application/ports.ts";

/** The part of a console, or of an invocation's context, that lines go to. */
export interface Lines {
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

const invocation = new AsyncLocalStorage<Lines>();

/** Runs `work` with its lines going to `lines`. */
export function withLines<T>(lines: Lines, work: () => T): T {
  return invocation.run(lines, work);
}

export function makeLog(fallback: Lines): Log {
  const write =
    (level: keyof Lines) =>
    (event: string, fields: Readonly<Record<string, unknown>>): void =>
      (invocation.getStore() ?? fallback)[level](JSON.stringify({ event, ...fields }));
  return { info: write("info"), warn: write("warn"), error: write("error") };
}
