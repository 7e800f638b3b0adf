/** One tab of the test browser: what a person can do and see, and what the page did wrong meanwhile. */
import { writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { DevTools } from "./devtools.ts";

export interface BrowserPage {
  /** The value of a JavaScript expression; promises are awaited. */
  evaluate(expression: string): Promise<unknown>;
  /** Resolves when the expression is true; throws after `timeoutMs`. */
  until(expression: string, timeoutMs?: number): Promise<void>;
  press(key: "Tab" | "Enter"): Promise<void>;
  show(look: {
    readonly width: number;
    readonly height: number;
    readonly scheme: "light" | "dark";
  }): Promise<void>;
  /** Writes a PNG. */
  picture(path: string): Promise<void>;
  close(): Promise<void>;
  /** Addresses that the page asked for, in order. */
  readonly requests: readonly string[];
  /** Exceptions, and what the browser logged as errors (a violated security policy is one). */
  readonly errors: readonly string[];
}

const targetSchema = z.object({ targetId: z.string() });
const sessionSchema = z.object({ sessionId: z.string() });
const evaluatedSchema = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.object({ text: z.string() }).optional(),
});
const requestSchema = z.object({ request: z.object({ url: z.string() }) });
const exceptionSchema = z.object({ exceptionDetails: z.object({ text: z.string() }) });
const logSchema = z.object({ entry: z.object({ level: z.string(), text: z.string() }) });
const pictureSchema = z.object({ data: z.string() });

const keys = {
  Tab: { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 },
  Enter: { key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, text: "\r" },
};
const pollMs = 25;

export async function openPage(devTools: DevTools, url: string): Promise<BrowserPage> {
  const { targetId } = targetSchema.parse(await devTools.send("Target.createTarget", { url: "about:blank" }));
  const attached = await devTools.send("Target.attachToTarget", { targetId, flatten: true });
  const { sessionId } = sessionSchema.parse(attached);
  const send = (method: string, params: object = {}): Promise<unknown> =>
    devTools.send(method, params, sessionId);
  const seen = watch(devTools, sessionId);
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await send(`${domain}.enable`);
  const close = async (): Promise<void> => {
    await devTools.send("Target.closeTarget", { targetId });
  };
  const page = { ...actions(send), ...seen, close };
  // Keys reach the tab in front only.
  await send("Page.bringToFront");
  await send("Page.navigate", { url });
  await page.until(`location.href !== "about:blank" && document.readyState === "complete"`);
  return page;
}

function watch(devTools: DevTools, ownSession: string): Pick<BrowserPage, "requests" | "errors"> {
  const requests: string[] = [];
  const errors: string[] = [];
  devTools.on((method, params, sessionId) => {
    if (sessionId !== ownSession) return;
    if (method === "Network.requestWillBeSent") requests.push(requestSchema.parse(params).request.url);
    if (method === "Runtime.exceptionThrown")
      errors.push(exceptionSchema.parse(params).exceptionDetails.text);
    if (method !== "Log.entryAdded") return;
    const { level, text } = logSchema.parse(params).entry;
    if (level === "error") errors.push(text);
  });
  return { requests, errors };
}

function actions(
  send: (method: string, params?: object) => Promise<unknown>,
): Omit<BrowserPage, "requests" | "errors" | "close"> {
  const evaluate = async (expression: string): Promise<unknown> => {
    const answer = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    const { result, exceptionDetails } = evaluatedSchema.parse(answer);
    if (exceptionDetails !== undefined) throw new Error(`${exceptionDetails.text} in: ${expression}`);
    return result.value;
  };
  return {
    evaluate,
    until: async (expression, timeoutMs = 10_000) => {
      const deadline = Date.now() + timeoutMs;
      // While a page reloads its parts are missing, which is an error in the expression and not yet an answer.
      const holds = (): Promise<unknown> => evaluate(expression).catch((error: unknown) => error);
      for (let found = await holds(); found !== true; found = await holds()) {
        if (Date.now() > deadline)
          throw new Error(`Not true within ${timeoutMs} ms: ${expression}`, { cause: found });
        await delay(pollMs);
      }
    },
    press: async (key) => {
      await send("Input.dispatchKeyEvent", { type: "keyDown", ...keys[key] });
      await send("Input.dispatchKeyEvent", { type: "keyUp", ...keys[key] });
    },
    show: async ({ width, height, scheme }) => {
      await send("Emulation.setDeviceMetricsOverride", {
        width,
        height,
        deviceScaleFactor: 2,
        mobile: false,
      });
      await send("Emulation.setEmulatedMedia", {
        features: [{ name: "prefers-color-scheme", value: scheme }],
      });
    },
    picture: async (path) => {
      const { data } = pictureSchema.parse(await send("Page.captureScreenshot", { format: "png" }));
      await writeFile(path, Buffer.from(data, "base64"));
    },
  };
}
