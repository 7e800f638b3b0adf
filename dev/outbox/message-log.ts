/** The accepted messages, oldest first, and who wants to hear of new ones (the page's event streams). */
import { randomUUID } from "node:crypto";
import type { MessageFile } from "./message-file.ts";
import type { Draft, OutboxMessage } from "./message.ts";

/** Older messages than the newest this many are forgotten. */
export const messagesKept = 5_000;

type LogChange = { readonly kind: "added"; readonly message: OutboxMessage } | { readonly kind: "cleared" };

export interface MessageLog {
  /** Changes with every start and every clearing: sequence numbers compare only within one generation. */
  generation(): string;
  all(): readonly OutboxMessage[];
  add(draft: Draft): OutboxMessage;
  clear(): void;
  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: (change: LogChange) => void): () => void;
}

/** With a file, starts from what it holds and writes each change to it first. */
export function makeMessageLog(file?: MessageFile): MessageLog {
  let generation = randomUUID();
  let messages = [...(file?.messages ?? [])];
  let lastSeq = messages.at(-1)?.seq ?? 0;
  const listeners = new Set<(change: LogChange) => void>();
  const tell = (change: LogChange): void => listeners.forEach((listener) => listener(change));
  return {
    generation: () => generation,
    all: () => messages,
    add: (draft) => {
      const message = { ...draft, seq: lastSeq + 1 };
      file?.append(message);
      lastSeq = message.seq;
      messages = [...messages.slice(1 - messagesKept), message];
      tell({ kind: "added", message });
      return message;
    },
    clear: () => {
      file?.clear();
      messages = [];
      generation = randomUUID();
      tell({ kind: "cleared" });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
