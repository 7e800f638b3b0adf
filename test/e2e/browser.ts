/**
 * A headless Chromium for tests, driven over the DevTools protocol without further packages. It asks the network for nothing
 * but what a test opens.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { connectDevTools } from "./devtools.ts";
import { openPage, type BrowserPage } from "./browser-page.ts";

export interface Browser {
  /** A new tab that shows `url`, once it has loaded. */
  open(url: string): Promise<BrowserPage>;
  close(): Promise<void>;
}

const switches = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--hide-scrollbars",
  "--window-size=1360,860",
  "--remote-debugging-port=0",
];

/** `program` is what `findChromium` found. */
export async function startBrowser(program: string): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), "linewatch-browser-"));
  const child = spawn(program, [...switches, `--user-data-dir=${profile}`], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const devTools = await connectDevTools(await devToolsUrl(child));
  return {
    open: (url) => openPage(devTools, url),
    close: async () => {
      const ended = once(child, "exit");
      // It may be gone before it has answered, which is what it was asked for.
      await Promise.race([devTools.send("Browser.close").catch(() => undefined), ended]);
      await ended;
      devTools.close();
      // Its helpers may still be writing when the browser itself has ended.
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** Chromium names the address on its error output when it is ready. */
async function devToolsUrl({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) throw new Error("The browser was started without an error output.");
  const said: string[] = [];
  // The stream is left open and flowing: a browser whose output is closed may die of it.
  for await (const line of createInterface({ input: stderr.on("error", () => undefined) })) {
    const [, url] = /^DevTools listening on (ws:\S+)/.exec(line) ?? [];
    if (url !== undefined) {
      stderr.resume();
      return url;
    }
    said.push(line);
  }
  throw new Error(`The browser did not start: ${said.join(" ")}`);
}
