/** Posts a notice into a Teams channel through a Power Automate workflow. */
import type { SendOutcome, Sender } from "../../application/ports.ts";
import type { WorkflowMessage } from "./adaptive-card.ts";
import { workflowMessage } from "./workflow-card.ts";
import { outcomeOfAnswer, outcomeOfFailure } from "./workflow-outcome.ts";

const defaultTimeoutMs = 10_000;

export interface WorkflowConfig {
  /** How long an answer may take. 10 s unless told otherwise. */
  readonly timeoutMs?: number;
}

/**
 * The target's address is the workflow's URL, a secret: no outcome holds it. Accepted means that the workflow took the
 * message, not that Teams shows it: nothing more can be learnt. For the same reason `unknownSince` cannot be honoured, and an
 * attempt that got no answer is simply made again.
 */
export function makeWorkflowSender({ timeoutMs = defaultTimeoutMs }: WorkflowConfig = {}): Sender {
  return {
    send: async ({ target, notice }) => {
      const url = target.address;
      if (!URL.canParse(url)) return { name: "permanent", error: "the workflow's URL is none" };
      return post(url, workflowMessage(notice), timeoutMs);
    },
  };
}

async function post(url: string, message: WorkflowMessage, timeoutMs: number): Promise<SendOutcome> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(message),
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return outcomeOfAnswer(response, await textOf(response), Date.now());
  } catch (error) {
    return outcomeOfFailure(error);
  }
}

/** The status has decided already: a body that breaks off must not turn an acceptance into a second card. */
async function textOf(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch {
    return "";
  }
}
