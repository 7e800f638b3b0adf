/** What a device may be called, and what a card makes of it. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeMarkdown, plainLine } from "../../../../functions/adapters/teams/escape-markdown.ts";

describe("escapeMarkdown", () => {
  test.each([
    { name: "rpihat2", drawn: "rpihat2", why: "an ordinary name stays as it is" },
    { name: "gw-01.oslo", drawn: "gw-01.oslo", why: "hyphens and dots inside mean nothing" },
    { name: "a_b_c", drawn: String.raw`a\_b\_c`, why: "underscores slant" },
    { name: "**b**", drawn: String.raw`\*\*b\*\*`, why: "asterisks embolden" },
    { name: "[x](y)", drawn: String.raw`\[x\]\(y\)`, why: "a link" },
    { name: "a`b`", drawn: "a\\`b\\`", why: "code" },
    { name: "~~a~~|b", drawn: String.raw`\~\~a\~\~\|b`, why: "struck through; a table" },
    { name: String.raw`a\*b`, drawn: String.raw`a\\\*b`, why: "an escape cannot be escaped away" },
    { name: "# a", drawn: String.raw`\# a`, why: "a heading" },
    { name: "a#b", drawn: "a#b", why: "no heading inside a line" },
    { name: "- a", drawn: String.raw`\- a`, why: "a list" },
    { name: "+ a", drawn: String.raw`\+ a`, why: "another list" },
    { name: "1. a", drawn: String.raw`1\. a`, why: "a numbered list" },
    { name: "1) a", drawn: String.raw`1\) a`, why: "another numbered list" },
    { name: "> a", drawn: "› a", why: "a quotation, and no HTML" },
    { name: "<at>ops</at>", drawn: "‹at›ops‹/at›", why: "a mention" },
    { name: "&lt;b&gt;", drawn: String.raw`\&lt;b\&gt;`, why: "HTML by its entities" },
    { name: "{{DATE(x)}}", drawn: String.raw`\{\{DATE\(x\)\}\}`, why: "an Adaptive Card function" },
    { name: "https://evil.example", drawn: "https:\u200B//evil.example", why: "an address is not clickable" },
    { name: "WWW.evil.example", drawn: "WWW\u200B.evil.example", why: "nor is one without a scheme" },
    { name: "mailto:a@b.example", drawn: "mailto\u200B:a@b.example", why: "nor is a mail address" },
    { name: "a\nOFFLINE b", drawn: "a OFFLINE b", why: "one line only" },
    { name: "a\u202Eb\u200Bc", drawn: "abc", why: "nothing turns the direction or hides" },
    { name: "a\uD83Db", drawn: "a\uFFFDb", why: "no half characters" },
  ])("$name: $why", ({ name, drawn }) => {
    expect(escapeMarkdown(name)).toBe(drawn);
  });

  test("of anything: no Markdown character stands free, and nothing but escapes is added", () => {
    const nasty = fc.string({
      unit: fc.constantFrom(...Array.from("\\`*_[](){}~|&<>#+-.=!1 a:/\n"), "://", "www.", "](", "😀"),
      maxLength: 40,
    });
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: "binary" })), (name) => {
        const escaped = escapeMarkdown(name);
        const free = escaped.replaceAll(/\\[!-/:-@[-`{-~]/g, "escaped");
        expect(free).not.toMatch(/[\\`*_[\](){}~|&<>]/);
        expect(free).not.toMatch(/^\s*(?:[#+=-]|\d+\.)/);
        expect(escaped).not.toMatch(/:\/\/|(?<![a-z0-9])www\./i);
        const drawn = escaped.replaceAll(/\\([!-/:-@[-`{-~])/g, "$1").replaceAll("\u200B", "");
        expect(drawn).toBe(plainLine(name).replaceAll("<", "‹").replaceAll(">", "›"));
      }),
      { numRuns: 2_000 },
    );
  });
});
