/** Where this machine's Chromium is, and what to say where there is none. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { env } from "node:process";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The browser's program, or undefined. */
export function findChromium(): string | undefined {
  const folders = (env["PATH"] ?? "").split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

export const missingChromium = "Skipped: Chromium is missing. Install it with: apt-get install -y chromium";
