/** What every receiver does with a request it has judged: record it if it is good, unless a fault says otherwise. */
import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "./faults.ts";
import type { Draft } from "./message.ts";
import type { MessageLog } from "./message-log.ts";
import { hangUp, type Answer, type Reply } from "./reply.ts";

/** The answer a request deserves; a `draft` is there only when it is accepted. */
export interface Judgement {
  readonly reply: Reply;
  readonly draft?: Draft;
}

/** `failureOf` words a fault the way this receiver's errors look. */
export async function receive(
  judgement: Judgement,
  fault: Fault | undefined,
  log: MessageLog,
  failureOf: (fault: Fault) => Reply,
): Promise<Answer> {
  const late = fault !== undefined && fault.status >= 200 && fault.status < 300;
  if (judgement.draft !== undefined && (fault === undefined || late || fault.after)) log.add(judgement.draft);
  if (fault === undefined) return judgement.reply;
  // Not referenced: a long silence must not keep a stopped process alive.
  await delay(fault.delayMs, undefined, { ref: false });
  if (late) return judgement.reply;
  return fault.status === 0 ? hangUp : failureOf(fault);
}

/** The `Retry-After` header of a fault that asks for one. */
export function retryHeaders(fault: Fault): Record<string, string> {
  return fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
}
