/** Twilio's account, credentials and sender. What is lacking disables SMS alone; what is wrong is a fault. */
import type { Faults } from "./fault.ts";
import { isLoopbackUrl } from "./loopback.ts";
import { Secret } from "./secret.ts";
import { lackOf, optionalValue, readVariable, valueOf, type Variables } from "./variable.ts";

export interface TwilioConfig {
  readonly accountSid: string;
  /** The account's own sid, or that of an API key. */
  readonly username: string;
  readonly password: Secret;
  readonly sender: { readonly messagingServiceSid: string } | { readonly from: string };
  /** Another host for Twilio's API, on this machine. */
  readonly apiBaseUrl?: string;
}

export interface ReadTwilio {
  /** Absent while anything is lacking. */
  readonly twilio?: TwilioConfig;
  /** What is lacking, by the variables' names. */
  readonly lacking: readonly string[];
}

const formats = {
  TWILIO_ACCOUNT_SID: [/^AC[0-9a-f]{32}$/i, "must be AC and 32 hexadecimal digits"],
  TWILIO_API_KEY: [/^SK[0-9a-f]{32}$/i, "must be SK and 32 hexadecimal digits"],
  TWILIO_MESSAGING_SERVICE_SID: [/^MG[0-9a-f]{32}$/i, "must be MG and 32 hexadecimal digits"],
  TWILIO_FROM: [
    /^(?:\+[1-9]\d{6,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11})$/,
    "must be a phone number such as +4790000000, a short code, or a sender's name of at most 11 characters",
  ],
} as const;

export function readTwilio(env: Variables, faults: Faults): ReadTwilio {
  for (const [name, [format, words]] of Object.entries(formats)) {
    const value = valueOf(env, name);
    if (value !== undefined && !format.test(value)) faults.add(name, words);
  }
  const apiBaseUrl = readBaseUrl(env, faults);
  const accountSid = valueOf(env, "TWILIO_ACCOUNT_SID");
  const access = accountSid === undefined ? undefined : readAccess(env, accountSid);
  const sender = readSender(env);
  if (accountSid === undefined || access === undefined || sender === undefined)
    return { lacking: lacksOf(env) };
  return {
    twilio: { accountSid, ...access, sender, ...(apiBaseUrl === undefined ? {} : { apiBaseUrl }) },
    lacking: [],
  };
}

/** An API key is preferred: it can be revoked by itself. Half a one is no hindrance while there is a token. */
function readAccess(
  env: Variables,
  accountSid: string,
): Pick<TwilioConfig, "username" | "password"> | undefined {
  const [key, secret] = [valueOf(env, "TWILIO_API_KEY"), valueOf(env, "TWILIO_API_SECRET")];
  if (key !== undefined && secret !== undefined) return { username: key, password: new Secret(secret) };
  const token = valueOf(env, "TWILIO_AUTH_TOKEN");
  return token === undefined ? undefined : { username: accountSid, password: new Secret(token) };
}

function readSender(env: Variables): TwilioConfig["sender"] | undefined {
  const messagingServiceSid = valueOf(env, "TWILIO_MESSAGING_SERVICE_SID");
  if (messagingServiceSid !== undefined) return { messagingServiceSid };
  const from = valueOf(env, "TWILIO_FROM");
  return from === undefined ? undefined : { from };
}

function readBaseUrl(env: Variables, faults: Faults): string | undefined {
  const name = "TWILIO_API_BASE_URL";
  const url = optionalValue(env, name, faults);
  if (url === undefined || (/^https?:/i.test(url) && isLoopbackUrl(url))) return url;
  return faults.add(name, "must be a URL on this machine; remove it to use Twilio itself");
}

function lacksOf(env: Variables): string[] {
  return [
    lackOf(env, "TWILIO_ACCOUNT_SID"),
    lackOfEither(env, ["TWILIO_AUTH_TOKEN"], ["TWILIO_API_KEY", "TWILIO_API_SECRET"]),
    lackOfEither(env, ["TWILIO_MESSAGING_SERVICE_SID"], ["TWILIO_FROM"]),
  ].filter((lack) => lack !== undefined);
}

/** What is lacking of two ways to say it: of the second if somebody began with it, else of the first. */
function lackOfEither(
  env: Variables,
  first: readonly string[],
  second: readonly string[],
): string | undefined {
  const lacks = (names: readonly string[]) => names.flatMap((name) => lackOf(env, name) ?? []);
  if (lacks(first).length === 0 || lacks(second).length === 0) return undefined;
  const isBegun = (names: readonly string[]) =>
    names.some((name) => readVariable(env, name).name !== "unset");
  if (isBegun(second) && !isBegun(first)) return lacks(second).join(", ");
  return `${lacks(first).join(", ")} (${second.join(" and ")} would do as well)`;
}
