/** The one `Sender` of the use cases: hands each request to the channel of its target. A new channel is added here. */
import type { Sender } from "../application/ports.ts";
import { makeWorkflowSender, type WorkflowConfig } from "./teams/send-workflow.ts";
import { makeSmsSender, type TwilioConfig } from "./twilio/send-sms.ts";

export interface SenderConfig {
  readonly workflow?: WorkflowConfig;
  /** Absent while Twilio is not configured. */
  readonly sms?: TwilioConfig;
}

/** Never throws for what a provider does: that is an outcome. A channel that is not configured refuses for good. */
export function makeSender({ workflow, sms }: SenderConfig): Sender {
  const overWorkflow = makeWorkflowSender(workflow);
  const overSms = sms === undefined ? unconfigured("SMS is not configured") : makeSmsSender(sms);
  return {
    send: async (request) => {
      switch (request.target.channel) {
        case "teams-workflow":
          return overWorkflow.send(request);
        case "sms":
          return overSms.send(request);
        default:
          request.target.channel satisfies never;
          return unconfigured("unknown channel").send(request);
      }
    },
  };
}

function unconfigured(error: string): Sender {
  return { send: async () => ({ name: "permanent", error }) };
}
