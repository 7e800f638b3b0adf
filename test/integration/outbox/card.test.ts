import { describe, expect, it } from "vitest";
import { renderCard } from "../../../dev/outbox/card/card.ts";
import { markdown } from "../../../dev/outbox/card/markdown.ts";

const drawn = (...body: readonly { type: string; [member: string]: unknown }[]) =>
  renderCard({ type: "AdaptiveCard", version: "1.5", body: [...body] }).markup.replaceAll(/>\s+</g, "><");

const linkRules = 'target="_blank" rel="noopener noreferrer"';

describe("a card's Markdown", () => {
  it.each([
    { text: "**bold** and _italic_", markup: "<strong>bold</strong> and <em>italic</em>" },
    { text: "__bold__, *italic*", markup: "<strong>bold</strong>, <em>italic</em>" },
    { text: "**bold _both_**", markup: "<strong>bold <em>both</em></strong>" },
    { text: "snake_case_name and 2 * 3 * 4", markup: "snake_case_name and 2 * 3 * 4" },
    { text: String.raw`\$edge\_Hub \*kept\*`, markup: "$edge_Hub *kept*" },
    { text: "a &amp; b &lt;c&gt; &#95;", markup: "a &amp; b &lt;c&gt; _" },
    { text: "one\ntwo", markup: "one two" },
    { text: "one\n\ntwo", markup: "<p>one</p><p>two</p>" },
    { text: "- a\r- b", markup: "<ul><li>a</li><li>b</li></ul>" },
    { text: "1. a\n2. b", markup: "<ol><li>a</li><li>b</li></ol>" },
    { text: "# no heading, no `code`", markup: "# no heading, no `code`" },
    { text: "![no](http://x/i.png)", markup: `!<a href="http://x/i.png" ${linkRules}>no</a>` },
    {
      text: "[docs](https://x.example/a?b=1&c=2)",
      markup: `<a href="https://x.example/a?b=1&amp;c=2" ${linkRules}>docs</a>`,
    },
    { text: "[x](javascript:alert(1))", markup: "[x](javascript:alert(1))" },
    { text: '<img src=x onerror="alert(1)">', markup: "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" },
    { text: "[<b>](https://x.example)", markup: `<a href="https://x.example" ${linkRules}>&lt;b&gt;</a>` },
    { text: "**", markup: "**" },
  ])("draws $text", ({ text, markup }) => {
    expect(markdown(text).markup.replaceAll(/>\s+</g, "><")).toBe(markup);
  });

  it("words dates for the reader, and leaves what is no date", () => {
    expect(markdown("{{DATE(2026-11-21T12:00:00Z, SHORT)}}").markup).toBe("Sat, Nov 21, 2026");
    expect(markdown("{{TIME(2026-11-21T12:00:00Z)}}").markup).toMatch(/^\d{1,2}:\d\d\s[AP]M$/);
    expect(markdown("{{DATE(2026-13-41T12:00:00Z)}}").markup).toBe("{{DATE(2026-13-41T12:00:00Z)}}");
  });

  it("takes no long time over hostile text", () => {
    const start = performance.now();
    for (const piece of ["*", "_", "[", "**a ", "\\", "&"]) markdown(piece.repeat(10_000));
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});

describe("a card's elements", () => {
  it("draws text with its look, in whatever case it is asked for", () => {
    const markup = drawn({
      type: "TextBlock",
      text: "OFFLINE",
      size: "Large",
      weight: "BOLDER",
      color: "Attention",
      wrap: true,
    });
    expect(markup).toMatch(/class="text size-large weight-bolder color-attention [^"]*">OFFLINE</);
  });

  it("cuts text that does not wrap, as Teams does", () => {
    expect(drawn({ type: "TextBlock", text: "long" })).toContain("one-line");
    expect(drawn({ type: "TextBlock", text: "long", wrap: true })).not.toContain("one-line");
  });

  it("draws facts, columns and containers with what they hold", () => {
    const facts = { type: "FactSet", facts: [{ title: "Identities", value: "**3**" }] };
    const columns = [{ type: "Column", width: "auto", items: [facts] }];
    const markup = drawn({ type: "Container", style: "attention", items: [{ type: "ColumnSet", columns }] });
    expect(markup).toContain("<dt>Identities</dt><dd><strong>3</strong></dd>");
    expect(markup).toContain("fill-attention");
    expect(markup).toContain("column auto");
  });

  it("offers links as buttons, and nothing that a workflow's card cannot do", () => {
    const open = { type: "Action.OpenUrl", title: "Open", url: "https://x.example/i/1" };
    expect(drawn({ type: "ActionSet", actions: [open] })).toContain('href="https://x.example/i/1"');
    expect(drawn({ type: "ActionSet", actions: [{ ...open, url: "javascript:alert(1)" }] })).not.toContain(
      "href",
    );
    const submit = drawn({ type: "ActionSet", actions: [{ type: "Action.Submit", title: "Acknowledge" }] });
    expect(submit).toContain("<code>Action.Submit</code>");
  });

  it("says what it does not draw, or draws the fallback", () => {
    expect(drawn({ type: "Input.Text", id: "x" })).toContain("<code>Input.Text</code>");
    expect(drawn({ type: "TextBlock" })).toContain("<code>TextBlock</code> lacks");
    const fallback = { type: "TextBlock", text: "instead" };
    expect(drawn({ type: "Carousel", fallback })).toContain(">instead<");
    expect(drawn({ type: "Carousel", fallback: "drop" })).not.toContain("Carousel");
    expect(drawn({ type: "TextBlock", text: "secret", isVisible: false })).not.toContain("secret");
  });
});
