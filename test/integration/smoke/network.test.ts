/** Apps that cannot be asked at all: each with its own words, at once, and never without an end. */
import { createServer } from "node:net";

import { afterEach, describe, expect, it, vi } from "vitest";

import { clearStage, follow, KEY, setStage } from "./follow.ts";
import { makeVirtualClock } from "./virtual-clock.ts";

afterEach(clearStage);
afterEach(() => void vi.useRealTimers());

const clock = makeVirtualClock();
const url = "https://func-linewatch.example";

/** As `fetch` fails. */
const failing = (code: string) => () =>
  Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error("whatever"), { code }) }));

describe("the first request", () => {
  it.each([
    ["ENOTFOUND", "No name server knows func-linewatch.example.", "Is the address right?"],
    ["EAI_AGAIN", "No name server knows func-linewatch.example.", "Is the address right?"],
    ["ECONNREFUSED", "Nothing listens at func-linewatch.example.", "Is the address right?"],
    [
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "The certificate of func-linewatch.example is not trusted here (DEPTH_ZERO_SELF_SIGNED_CERT).",
      "NODE_EXTRA_CA_CERTS",
    ],
    [
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "The certificate of func-linewatch.example is not trusted here (UNABLE_TO_VERIFY_LEAF_SIGNATURE).",
      "NODE_EXTRA_CA_CERTS",
    ],
    [
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "The certificate of func-linewatch.example is not trusted here (ERR_TLS_CERT_ALTNAME_INVALID).",
      "another's",
    ],
    [
      "CERT_HAS_EXPIRED",
      "The certificate of func-linewatch.example is not trusted here (CERT_HAS_EXPIRED).",
      "proxy",
    ],
  ])("that ends with %s fails at once", async (code, verdict, advice) => {
    const before = clock.now();
    const { outcome } = await follow({ url, clock, fetch: failing(code) });
    expect(outcome).toMatchObject({ passed: false, trouble: "unreachable", verdict });
    expect(outcome.advice).toContain(advice);
    expect(clock.now()).toBe(before);
  });

  it("to a port where nothing listens asks after npm start", async () => {
    const { app, follow } = await setStage();
    await app.stop();
    const { outcome } = await follow();
    expect(outcome.verdict).toBe(`Nothing listens at ${new URL(app.url).host}.`);
    expect(outcome.advice).toContain(`Is npm start running, with --port ${new URL(app.url).port}?`);
  });

  it("by TLS to a port that speaks none says so", async () => {
    const { app, follow } = await setStage();
    const { outcome } = await follow({ url: app.url.replace("http:", "https:") });
    expect(outcome.verdict).toMatch(/ does not speak TLS \(ERR_SSL_\w+\)\.$/);
  });

  it("that is cut off is tried again until the time is up", async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const cutOff = makeVirtualClock();
    const before = cutOff.now();
    const { outcome } = await follow({ url: `http://127.0.0.1:${port}`, clock: cutOff, timeoutMs: 5_000 });
    server.close();
    expect(outcome).toMatchObject({ passed: false, trouble: "noAnswer", lookAt: "No alerts" });
    expect(cutOff.now() - before).toBe(5_000);
  });
});

describe("a request that nobody answers", () => {
  it("ends after ten seconds", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const signals: AbortSignal[] = [];
    const silent: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        const signal = init?.signal;
        if (!signal) return;
        signals.push(signal);
        signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
      });
    const following = follow({ url, clock: makeVirtualClock(), fetch: silent, timeoutMs: 1 });
    await vi.advanceTimersByTimeAsync(9_999);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    await vi.advanceTimersByTimeAsync(10_001);
    const { outcome } = await following;
    expect(outcome.verdict).toBe("func-linewatch.example did not answer within 10 s.");
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });
});

describe("what must not leave this machine", () => {
  it.each([
    ["http://func-linewatch.example", "use https://func-linewatch.example."],
    ["func-linewatch.example", "begins with https://"],
    ["https://func-linewatch.example/api/health?code=s3cr3t", "ends before any"],
    ["https://user:s3cr3t@func-linewatch.example", "names no user"],
  ])("%s is asked nothing", async (address, words) => {
    const fetch = vi.fn<typeof globalThis.fetch>();
    const { outcome, text } = await follow({ url: address, clock, fetch });
    expect(outcome).toMatchObject({ passed: false, trouble: "badRequest", drill: null });
    expect(outcome.verdict).toContain(words);
    expect(text).not.toContain("s3cr3t");
    expect(fetch).not.toHaveBeenCalled();
  });

  it("is a key that no header can carry; it is not repeated", async () => {
    const { outcome, text } = await follow({ url, clock, key: "kéy-with-an-accent" });
    expect(outcome.trouble).toBe("badRequest");
    expect(text).toContain("copy it again");
    expect(text).not.toContain("kéy");
  });
});

describe("the key", () => {
  it("is shown nowhere, though the app says it back", async () => {
    const { app, follow } = await setStage();
    app.answer("POST /api/drill", () => ({
      status: 400,
      body: { detail: `\u001b[31mno ${KEY}\u0007`, errors: [] },
    }));
    const { outcome, text } = await follow();
    expect(outcome.verdict).toBe("The drill is refused.  [31mno <key>");
    expect(`${text}${JSON.stringify(outcome)}`).not.toContain(KEY);
  });

  it("may have the end of its line with it", async () => {
    const { app, follow } = await setStage();
    await follow({ key: ` ${KEY}\r\n` });
    expect(app.requests.at(-1)?.key).toBe(KEY);
  });
});
