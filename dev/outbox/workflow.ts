/** Plays the Power Automate workflow "when a Teams webhook request is received", which posts a card into a channel. */
import { randomBytes } from "node:crypto";
import type { Fault } from "./faults.ts";
import { isWorkflowPayload, workflowPayloadSchema } from "./message.ts";
import { retryHeaders, type Judgement } from "./receive.ts";
import { jsonReply, type Reply } from "./reply.ts";
import { jsonIn } from "./request-body.ts";

/** What Teams takes of a message, envelope included. */
export const workflowLimitBytes = 28 * 1024;

export interface WorkflowRequest {
  readonly name: string;
  readonly contentType: string;
  /** Undefined when it was over the limit. */
  readonly text: string | undefined;
  readonly at: number;
}

/** 202 for a message with Adaptive Cards; like the real one it says nothing about whether Teams will show it. */
export function judgeWorkflow({ name, contentType, text, at }: WorkflowRequest): Judgement {
  if (text === undefined) {
    return refusal(
      413,
      "RequestEntityTooLarge",
      `A Teams message holds at most ${workflowLimitBytes} bytes.`,
    );
  }
  if (!/^application\/json\b/i.test(contentType)) {
    return mismatch(`The content type must be application/json, not '${contentType}'`);
  }
  const body = jsonIn(text);
  if (!isWorkflowPayload(body)) return mismatch(mistakesIn(body));
  const runId = randomBytes(16).toString("hex").toUpperCase();
  return {
    reply: { status: 202, headers: { "x-ms-workflow-run-id": runId } },
    draft: { at, channel: "teams-workflow", to: name, text: body.summary, body },
  };
}

export function workflowFailure(fault: Fault): Reply {
  const code = fault.code ?? defaultCodes.get(fault.status) ?? "InternalServerError";
  return errorReply(
    fault.status,
    String(code),
    "The outbox was asked to fail like this.",
    retryHeaders(fault),
  );
}

const defaultCodes = new Map([
  [400, "TriggerInputSchemaMismatch"],
  [401, "DirectApiAuthorizationRequired"],
  [404, "WorkflowNotFound"],
  [429, "WorkflowTriggerIsThrottled"],
  [502, "NoResponse"],
  [503, "ServiceUnavailable"],
]);

function mistakesIn(body: unknown): string {
  const issues = workflowPayloadSchema.safeParse(body).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`).join("; ");
}

function mismatch(details: string): Judgement {
  const sentence =
    "The input body for trigger 'manual' of type 'Request' did not match its schema definition.";
  return refusal(400, "TriggerInputSchemaMismatch", `${sentence} Error details: '${details}'.`);
}

function refusal(status: number, code: string, message: string): Judgement {
  return { reply: errorReply(status, code, message) };
}

function errorReply(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Reply {
  return jsonReply(status, { error: { code, message } }, headers);
}
