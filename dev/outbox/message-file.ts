/**
 * The outbox's memory on disk: one JSON line a message, appended before the sender gets its answer, so that a killed outbox
 * forgets nothing it acknowledged.
 */
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync } from "node:fs";
import { writeFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { outboxMessageSchema, type OutboxMessage } from "./message.ts";

export interface MessageFile {
  /** What the file held when it was opened, oldest first. */
  readonly messages: readonly OutboxMessage[];
  append(message: OutboxMessage): void;
  clear(): void;
  close(): void;
}

/**
 * Opens or creates the file and drops all but the newest `keep` messages from it. Lines that cannot be read are dropped
 * too: the last one may be torn by a kill.
 */
export function openMessageFile(path: string, keep: number): MessageFile {
  mkdirSync(dirname(path), { recursive: true });
  const messages = existsSync(path) ? readMessages(path).slice(-keep) : [];
  rewrite(path, messages);
  const file = openSync(path, "a");
  return {
    messages,
    append: (message) => {
      writeSync(file, lineOf(message));
    },
    clear: () => ftruncateSync(file),
    close: () => closeSync(file),
  };
}

function readMessages(path: string): OutboxMessage[] {
  return readFileSync(path, "utf8").split("\n").flatMap(messageOn);
}

function messageOn(line: string): OutboxMessage[] {
  try {
    const parsed = outboxMessageSchema.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}

/** Beside and renamed, so that a kill in the middle leaves the old file whole. */
function rewrite(path: string, messages: readonly OutboxMessage[]): void {
  const next = `${path}.next`;
  writeFileSync(next, messages.map(lineOf).join(""));
  renameSync(next, path);
}

function lineOf(message: OutboxMessage): string {
  return `${JSON.stringify(message)}\n`;
}
