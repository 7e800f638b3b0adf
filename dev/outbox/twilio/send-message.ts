/** `POST …/Messages.json`: what Twilio checks before it takes a message, in the order it checks. */
import { randomBytes } from "node:crypto";
import type { Judgement } from "../receive.ts";
import { jsonReply } from "../reply.ts";
import { newResource } from "./message-resource.ts";
import { twilioError } from "./twilio-error.ts";

const phoneNumber = /^\+[1-9]\d{6,14}$/;
const shortCode = /^\d{3,6}$/;
const alphanumericSender = /^(?=.*[a-z])[\w &+-]{1,11}$/i;
const serviceSid = /^MG[0-9a-f]{32}$/i;
const longestBody = 1_600;
const longestValiditySeconds = 36_000;

/** `form` is the request's body, form encoded; 201 with the new resource, or Twilio's error. */
export function judgeMessage(accountSid: string, form: string, at: number): Judgement {
  const body = Object.fromEntries(new URLSearchParams(form));
  const fault = numberFault(body) ?? textFault(body) ?? optionFault(body);
  if (fault !== undefined) return { reply: twilioError(...fault) };
  const message = {
    at,
    channel: "sms" as const,
    to: body["To"] ?? "",
    text: body["Body"] ?? "",
    accountSid,
    sid: `SM${randomBytes(16).toString("hex")}`,
    body,
  };
  return { reply: jsonReply(201, newResource(message)), draft: message };
}

type Form = Readonly<Record<string, string>>;
/** Twilio's code, and the value it complains about. */
type CodedFault = readonly [code: number, value?: string] | undefined;

function numberFault({ To: to, From: from, MessagingServiceSid: service }: Form): CodedFault {
  if (!to) return [21604];
  if (!phoneNumber.test(to)) return [21211, to];
  if (service) return serviceSid.test(service) ? undefined : [21701, service];
  if (!from) return [21603];
  if (from === to) return [21266, to];
  const sender = [phoneNumber, shortCode, alphanumericSender].some((shape) => shape.test(from));
  return sender ? undefined : [21212, from];
}

function textFault({ Body: text }: Form): CodedFault {
  if (!text) return [21602];
  return text.length > longestBody ? [21617] : undefined;
}

function optionFault({ ValidityPeriod: validity, StatusCallback: callback }: Form): CodedFault {
  if (validity !== undefined && !(/^\d+$/.test(validity) && isValidity(Number(validity))))
    return [20001, "ValidityPeriod"];
  return callback !== undefined && !isWebUrl(callback) ? [21609, callback] : undefined;
}

function isValidity(seconds: number): boolean {
  return seconds >= 1 && seconds <= longestValiditySeconds;
}

function isWebUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}
