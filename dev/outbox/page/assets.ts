/** The page's style and script with the security policy that allows these and nothing else. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { ownMarkup, type Html } from "./html.ts";

// Later sheets win, so the narrow screen's comes last.
const sheets = ["theme", "base", "layout", "posts", "card", "card-text", "phones", "narrow"];

export interface Assets {
  readonly style: Html;
  readonly script: Html;
  readonly securityPolicy: string;
}

export function readAssets(): Assets {
  const style = sheets.map((name) => read(`./styles/${name}.css`)).join("");
  const script = read("./page-script.js");
  return {
    // Nothing may stand between a tag and its text: the policy names the text by its hash.
    style: ownMarkup(`<style>${style}</style>`),
    script: ownMarkup(`<script type="module">${script}</script>`),
    securityPolicy: policyOf(style, script),
  };
}

function policyOf(style: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
