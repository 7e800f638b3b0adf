/** The runner's log: what the bundle logs through its context, and what the host has to say about the bundle. */

export type LogLevel = "trace" | "debug" | "information" | "warning" | "error" | "critical" | "none";

export type LogEntry = {
  readonly level: LogLevel;
  /** `user` comes from the bundle's functions, the others from the host and `@azure/functions`. */
  readonly category: "user" | "system" | "customMetric";
  readonly message: string;
  readonly functionName?: string;
  readonly invocationId?: string;
};

export type Log = (entry: LogEntry) => void;

/** One sentence about an error of unknown type, without its stack. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
