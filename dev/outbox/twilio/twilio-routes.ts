/** Plays Twilio's Messages API: sending, and looking up what was sent. */
import type { Faults } from "../faults.ts";
import type { SmsMessage } from "../message.ts";
import type { MessageLog } from "../message-log.ts";
import { receive } from "../receive.ts";
import { jsonReply, type Answer } from "../reply.ts";
import { readBody } from "../request-body.ts";
import type { Call, Route } from "../router.ts";
import { refusedAccess } from "./credentials.ts";
import { listReply } from "./list-messages.ts";
import { resourceOf } from "./message-resource.ts";
import { judgeMessage } from "./send-message.ts";
import { twilioError, twilioFailure } from "./twilio-error.ts";

const listPath = /^\/2010-04-01\/Accounts\/(?<account>[^/]+)\/Messages\.json$/;
const onePath = /^\/2010-04-01\/Accounts\/(?<account>[^/]+)\/Messages\/(?<sid>[^/]+)\.json$/;
const limitBytes = 64 * 1024;

interface TwilioParts {
  readonly log: MessageLog;
  readonly faults: Faults;
}

export function twilioRoutes({ log, faults }: TwilioParts): readonly Route[] {
  const send = async (call: Call): Promise<Answer> => {
    const form = (await readBody(call.request, limitBytes)) ?? "";
    const refusal = refusalOfAccess(call);
    const judgement =
      refusal === undefined ? judgeMessage(accountOf(call), form, Date.now()) : { reply: refusal };
    return receive(judgement, faults.take("sms", "send"), log, twilioFailure);
  };
  const lookUp =
    (find: typeof list) =>
    async (call: Call): Promise<Answer> => {
      const reply = refusalOfAccess(call) ?? find(call, messagesOf(log, accountOf(call)));
      return receive({ reply }, faults.take("sms", "lookup"), log, twilioFailure);
    };
  return [
    { method: "POST", path: listPath, handle: send },
    { method: "GET", path: listPath, handle: lookUp(list) },
    { method: "GET", path: onePath, handle: lookUp(one) },
  ];
}

function list(call: Call, messages: readonly SmsMessage[]) {
  return listReply(accountOf(call), messages, call.url.searchParams);
}

function one({ url, parts }: Call, messages: readonly SmsMessage[]) {
  const message = messages.find(({ sid }) => sid === parts["sid"]);
  return message === undefined ? twilioError(20404, url.pathname) : jsonReply(200, resourceOf(message));
}

function messagesOf(log: MessageLog, account: string): readonly SmsMessage[] {
  return log
    .all()
    .filter((message) => message.channel === "sms")
    .filter(({ accountSid }) => accountSid === account);
}

function refusalOfAccess(call: Call) {
  return refusedAccess(accountOf(call), call.request.headers.authorization, call.url.pathname);
}

function accountOf({ parts }: Call): string {
  return parts["account"] ?? "";
}
