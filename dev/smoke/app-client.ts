/** The app as the drill's follower asks it: one request at a time, each answered in time or not at all. */
import { troubleOfNetwork } from "./network-trouble.ts";
import { Trouble } from "./trouble.ts";

export interface AppClient {
  readonly url: string;
  readonly hasKey: boolean;
  /** @throws Trouble where nobody answers, or with a redirect. */
  ask(request: Ask): Promise<Answer>;
}

interface Ask {
  readonly method?: "GET" | "POST";
  /** From the app's own root. */
  readonly path: string;
  readonly body?: unknown;
  /** Without the key: health is open to anybody. */
  readonly open?: boolean;
}

export interface Answer {
  readonly status: number;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
}

interface Parts {
  readonly url: string;
  readonly key: string | undefined;
  readonly fetch: typeof fetch;
}

const REQUEST_MS = 10_000;

export function openApp({ url, key, fetch }: Parts): AppClient {
  return {
    url,
    hasKey: key !== undefined,
    ask: async ({ method = "GET", path, body, open = false }) => {
      const headers: Record<string, string> = { accept: "application/json" };
      if (key !== undefined && !open) headers["x-functions-key"] = key;
      if (body !== undefined) headers["content-type"] = "application/json";
      // A redirect is not followed: the key goes to this host and to no other.
      const init: RequestInit = { method, headers, redirect: "manual" };
      const sent = body === undefined ? init : { ...init, body: JSON.stringify(body) };
      const { status, location, text } = await inTime(url, (signal) =>
        receive(fetch, `${url}${path}`, { ...sent, signal }),
      );
      if (status >= 300 && status < 400) throw redirected(url, location);
      return { status, body: parse(text, (value) => clean(value, key)) };
    },
  };
}

async function receive(fetch: Parts["fetch"], address: string, init: RequestInit) {
  const response = await fetch(address, init);
  return {
    status: response.status,
    location: response.headers.get("location"),
    text: await response.text(),
  };
}

async function inTime<T>(url: string, request: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), REQUEST_MS);
  try {
    return await request(late.signal);
  } catch (error) {
    if (!late.signal.aborted) throw troubleOfNetwork(error, url);
    throw new Trouble("noAnswer", `${new URL(url).host} did not answer within ${REQUEST_MS / 1_000} s.`, {
      page: "No alerts",
      advice: "Is the app running, and does its network let you in?",
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Only the host it leads to is told: the rest of a redirect can hold what was sent. */
function redirected(url: string, location: string | null): Trouble {
  const host = location !== null && URL.canParse(location, url) ? new URL(location, url).origin : "elsewhere";
  return new Trouble("redirected", `${url} redirects to ${host}; a key follows no redirect.`, {
    advice:
      "Give the app's own address. Where it leads to a sign-in, the platform demands one: it has to allow anonymous.",
  });
}

function parse(text: string, cleaned: (value: string) => string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => (typeof value === "string" ? cleaned(value) : value));
  } catch {
    return undefined;
  }
}

/** What a terminal would obey, and a key that comes back, are never shown. */
function clean(value: string, key: string | undefined): string {
  const printable = value.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ");
  return key === undefined ? printable : printable.replaceAll(key, "<key>");
}
