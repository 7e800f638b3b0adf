/** The outbox's page as a person meets it, in a real browser. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startOutbox, type Outbox } from "../../dev/outbox/outbox.ts";
import {
  cardPayload,
  messagesOf,
  phone,
  postWorkflow,
  sender,
  twilioClient,
} from "../integration/outbox/senders.ts";
import { startBrowser, type Browser } from "./browser.ts";
import type { BrowserPage } from "./browser-page.ts";
import { findChromium, missingChromium } from "./chromium.ts";

const chromium = findChromium();
if (chromium === undefined) process.stderr.write(`${missingChromium}\n`);

const hostile = `<img src=x onerror="document.title = 'broken in'">`;
const offline = "OFFLINE rpihat2 since 14:02. 3 identities affected. K7QM";
const isLive = `document.querySelector("#live-word").textContent === "Live"`;
const articles = (lane: string) => `document.querySelectorAll("#${lane} article").length`;
const visible = (selector: string) => `document.querySelector("${selector}").checkVisibility()`;

describe.skipIf(chromium === undefined)("the outbox's page", () => {
  let browser: Browser;
  let outbox: Outbox;
  let page: BrowserPage;

  beforeAll(async () => {
    browser = await startBrowser(chromium ?? "");
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await page.close();
    await outbox.stop();
  });

  /** An outbox of its own for each test, with the page open and connected. */
  const open = async (): Promise<void> => {
    outbox = await startOutbox({ port: 0 });
    page = await browser.open(outbox.url);
    await page.until(isLive);
  };
  const sendSms = (body: string) => twilioClient(outbox).messages.create({ to: phone, from: sender, body });

  it("shows a card and a text message the moment they arrive, and nothing before", async () => {
    await open();
    expect(await page.evaluate(visible("#teams .empty"))).toBe(true);

    await postWorkflow(
      outbox,
      "ops",
      cardPayload("OFFLINE", [{ type: "TextBlock", text: "OFFLINE · **rpihat2**" }]),
    );
    await sendSms(offline);
    await page.until(`${articles("teams")} === 1 && ${articles("phones")} === 1`);

    expect(await page.evaluate(`document.querySelector(".card").innerText`)).toBe("OFFLINE · rpihat2");
    expect(await page.evaluate(`document.querySelector(".bubble").innerText`)).toBe(offline);
    expect(await page.evaluate(`document.querySelector(".sms-meta").innerText`)).toMatch(
      /1 segment\s*GSM-7\s*56 \/ 160/,
    );
    expect(await page.evaluate(visible("#teams .empty"))).toBe(false);
    expect(page.errors).toEqual([]);
  });

  it("runs nothing that a message brings, and asks nobody but its own server", async () => {
    await open();
    await postWorkflow(outbox, hostile, cardPayload(hostile, [{ type: "TextBlock", text: hostile }]));
    await sendSms(hostile);
    await page.until(`${articles("teams")} === 1 && ${articles("phones")} === 1`);

    expect(await page.evaluate(`document.querySelectorAll("img").length`)).toBe(0);
    expect(await page.evaluate(`document.querySelector(".bubble").textContent`)).toBe(hostile);
    expect(await page.evaluate("document.title")).toBe("Linewatch outbox");
    const foreign = page.requests.filter(
      (address) => !address.startsWith(`${outbox.url}/`) && !address.startsWith("data:"),
    );
    expect(foreign).toEqual([]);
  });

  it("keeps the newest in sight, and does not take away what somebody reads", async () => {
    await open();
    await page.show({ width: 1360, height: 600, scheme: "light" });
    const tall = Array.from({ length: 30 }, (_, line) => ({ type: "TextBlock", text: `Line ${line}` }));
    const atEnd = `(box => box.scrollHeight - box.scrollTop - box.clientHeight < 2)(document.querySelector("#teams .thread"))`;
    for (let n = 1; n <= 2; n += 1) await postWorkflow(outbox, "ops", cardPayload("tall", tall));
    await page.until(`${articles("teams")} === 2 && ${atEnd}`);

    await page.evaluate(`document.querySelector("#teams .thread").scrollTop = 0`);
    await postWorkflow(outbox, "ops", cardPayload("newer"));
    await page.until(`${articles("teams")} === 3 && ${visible("#teams .jump")}`);
    expect(await page.evaluate(`document.querySelector("#teams .thread").scrollTop`)).toBe(0);

    await page.evaluate(`document.querySelector("#teams .jump").click()`);
    await page.until(`${atEnd} && !${visible("#teams .jump")}`);
  });

  it("clears by keyboard, here and in the outbox", async () => {
    await open();
    await sendSms(offline);
    await page.until(`${articles("phones")} === 1`);

    await page.press("Tab");
    expect(await page.evaluate("document.activeElement.id")).toBe("clear");
    await page.press("Enter");

    await page.until(`${articles("phones")} === 0 && ${visible("#phones .empty")}`);
    expect(await messagesOf(outbox)).toEqual([]);
    await sendSms(offline);
    await page.until(`${articles("phones")} === 1`);
  });

  it("counts in the title what arrives while nobody looks", async () => {
    await open();
    const hide = (hidden: boolean) =>
      page.evaluate(`Object.defineProperty(document, "hidden", { value: ${hidden}, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"))`);
    await hide(true);
    await sendSms(offline);
    await sendSms(offline);
    await page.until(`${articles("phones")} === 2`);
    expect(await page.evaluate("document.title")).toBe("(2) Linewatch outbox");
    await hide(false);
    expect(await page.evaluate("document.title")).toBe("Linewatch outbox");
  });

  it("says when the outbox is gone, and shows the new one's messages when it is back", async () => {
    await open();
    await sendSms(offline);
    await page.until(`${articles("phones")} === 1`);
    await outbox.stop();
    await page.until(`document.querySelector("#live-word").textContent === "Reconnecting"`);

    outbox = await startOutbox({ port: outbox.port });
    await postWorkflow(outbox, "ops", cardPayload("after the restart"));

    await page.until(`${isLive} && ${articles("teams")} === 1`);
    expect(await page.evaluate(articles("phones"))).toBe(0);
  });

  it("fits a phone's width, one lane at a time, with a count on the other", async () => {
    await open();
    await page.show({ width: 390, height: 844, scheme: "dark" });
    await sendSms(`OFFLINE ${"x".repeat(120)}`);
    await postWorkflow(outbox, "ops", cardPayload("x".repeat(300)));
    await page.until(`document.querySelector("[data-shows=phones] .badge").textContent === "1"`);
    await page.until(`${articles("teams")} === 1`);
    expect(await page.evaluate(`[${visible("#teams")}, ${visible("#phones")}]`)).toEqual([true, false]);

    await page.evaluate(`document.querySelector("[data-shows=phones]").click()`);

    expect(await page.evaluate(`[${visible("#teams")}, ${visible("#phones")}]`)).toEqual([false, true]);
    expect(await page.evaluate(visible("[data-shows=phones] .badge"))).toBe(false);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });
});
