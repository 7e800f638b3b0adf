/** The real `twilio` package, loaded with the first SMS (a fifth of a second), behind the two calls that we make. */
import type TwilioPackage from "twilio";
import { parseRetryAfter } from "../retry-after.ts";
import { TwilioConfigurationError, TwilioRefusalError, TwilioSilenceError } from "./twilio-errors.ts";

type Twilio = typeof TwilioPackage;
export type TwilioClient = TwilioPackage.Twilio;

export interface TwilioAccess {
  readonly accountSid: string;
  /** The account's sid with its token as the password, or an API key with its secret. */
  readonly username: string;
  readonly password: { reveal(): string };
  /** Another host for Twilio's API, for tests and the local runner. */
  readonly apiBaseUrl?: string;
  /** How long an answer may take. 10 s unless told otherwise. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;

/** Gives the one client, made when first asked for. A failure is not kept. Its calls throw the errors of this folder. */
export function makeTwilioClient(access: TwilioAccess): () => Promise<TwilioClient> {
  let loading: Promise<TwilioClient> | undefined;
  return async () => {
    loading ??= loadClient(access);
    try {
      return await loading;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
}

async function loadClient(access: TwilioAccess): Promise<TwilioClient> {
  const { default: twilio } = await import("twilio");
  try {
    const httpClient = makeRequestClient(twilio, access);
    return twilio(access.username, access.password.reveal(), { accountSid: access.accountSid, httpClient });
  } catch {
    throw new TwilioConfigurationError("the Twilio account is not usable as configured");
  }
}

function makeRequestClient(twilio: Twilio, access: TwilioAccess): TwilioPackage.RequestClient {
  class TranslatingClient extends twilio.RequestClient {
    override async request<Data>(
      options: Parameters<typeof twilio.RequestClient.prototype.request<Data>>[0],
    ) {
      const uri = atBase(options.uri, access.apiBaseUrl);
      const response = await super.request<Data>({ ...options, uri }).catch(throwSilence);
      if (response.statusCode >= 300) throw refusalOf(response);
      return response;
    }
  }
  const timeoutMs = access.timeoutMs ?? defaultTimeoutMs;
  const client = new TranslatingClient({ timeout: timeoutMs, autoRetry: false });
  // The package's own timeout begins anew with every byte that arrives; this one is for the whole answer.
  client.axios.interceptors.request.use((request) =>
    Object.assign(request, { signal: AbortSignal.timeout(timeoutMs) }),
  );
  return client;
}

/** The package has no option for another host. A path of the base stands before Twilio's own. */
function atBase(uri: string, apiBaseUrl: string | undefined): string {
  if (apiBaseUrl === undefined) return uri;
  const { pathname, search } = new URL(uri);
  return apiBaseUrl.replace(/\/+$/, "") + pathname + search;
}

const timeoutCodes = new Set(["ECONNABORTED", "ETIMEDOUT", "ERR_CANCELED"]);

function throwSilence(error: unknown): never {
  const code = String(fieldOf(error, "code"));
  const word = /^[A-Z_]{3,40}$/.test(code) ? code : "connection failed";
  throw new TwilioSilenceError(`no answer from Twilio (${timeoutCodes.has(code) ? "timeout" : word})`);
}

interface Answer {
  readonly statusCode: number;
  readonly body: unknown;
  readonly headers: unknown;
}

function refusalOf({ statusCode, body, headers }: Answer): TwilioRefusalError {
  const code = fieldOf(body, "code");
  const retryAfter = fieldOf(headers, "retry-after");
  return new TwilioRefusalError({
    status: statusCode,
    code: typeof code === "number" ? code : undefined,
    retryAfterMs: parseRetryAfter(typeof retryAfter === "string" ? retryAfter : undefined, Date.now()),
  });
}

/** A field of what may be anything: a proxy on the way answers as it likes. */
function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
}
