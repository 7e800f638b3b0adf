import { describe, expect, it } from "vitest";
import type { Outbox } from "../../../dev/outbox/outbox.ts";
import { runningOutbox } from "./running-outbox.ts";
import { cardPayload, phone, postWorkflow, sender, twilioClient } from "./senders.ts";

const hostile = `<img src=x onerror="alert(1)">`;
const pageOf = async (outbox: Outbox) => (await fetch(outbox.url)).text();

/** The events of a page's stream, one at a time: name and data. Leaving the loop closes the stream. */
async function* eventsOf(outbox: Outbox, query = "") {
  const { body } = await fetch(`${outbox.url}/events${query}`);
  if (body === null) throw new Error("The stream has no body.");
  let text = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (const [whole, name, data] of text.matchAll(/event: (.*)\ndata: (.*)\n\n/g)) {
      text = text.replace(whole, "");
      yield { name, data };
    }
  }
}

describe("the page", () => {
  it("asks nobody for anything: its policy allows its own style and script only", async () => {
    const response = await fetch((await runningOutbox()).url);
    const policy = response.headers.get("content-security-policy");
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; connect-src 'self';/,
    );
    expect(policy).not.toMatch(/unsafe|http/);
    const markup = await response.text();
    expect(markup.match(/(?:src|href)="(?!data:|\/)[^"]*"/g)).toBeNull();
  });

  it("says what will appear while there is nothing", async () => {
    expect(await pageOf(await runningOutbox())).toMatch(/No card yet[^]*No text message yet/);
  });

  it("escapes whatever came from outside", async () => {
    const outbox = await runningOutbox();
    await postWorkflow(outbox, hostile, cardPayload(hostile, [{ type: hostile, text: hostile }]));
    await twilioClient(outbox).messages.create({ to: phone, from: sender, body: hostile });

    const markup = await pageOf(outbox);

    expect(markup).not.toContain("<img");
    expect(markup.match(/&lt;img src=x onerror=/g)?.length).toBeGreaterThan(4);
  });

  it("shows the newest 200 of more, counts all, and says where the others are", async () => {
    const outbox = await runningOutbox();
    for (let n = 0; n <= 200; n += 1) await postWorkflow(outbox, "ops", cardPayload(`card number ${n}.`));
    const markup = await pageOf(outbox);
    expect(markup).not.toContain("card number 0.");
    expect(markup).toContain("card number 1.");
    expect(markup).toContain('<span class="number">201</span>');
    expect(markup).toMatch(/newest 200 of 201/);
  });
});

describe("the event stream", () => {
  it("brings what came after the page was drawn, then what comes, then that all is gone", async () => {
    const outbox = await runningOutbox();
    await postWorkflow(outbox, "ops", cardPayload("drawn with the page"));
    await postWorkflow(outbox, "ops", cardPayload("in between"));
    const events = eventsOf(outbox, "?after=1");
    const next = async () => (await events.next()).value;

    expect(await next()).toMatchObject({ name: "hello" });
    expect(await next()).toMatchObject({ name: "message", data: expect.stringContaining("in between") });
    await twilioClient(outbox).messages.create({ to: phone, from: sender, body: hostile });
    const sms = await next();
    expect(sms).toMatchObject({ name: "message", data: expect.stringContaining("&lt;img src=x") });
    expect(sms?.data).not.toContain("<img");
    await fetch(`${outbox.url}/messages`, { method: "DELETE" });
    expect(await next()).toMatchObject({ name: "cleared" });
    await events.return(undefined);
  });

  it("names another generation after a clearing, so that an old page knows it is old", async () => {
    const outbox = await runningOutbox();
    const generation = async () => {
      for await (const { data } of eventsOf(outbox)) return data;
      return "none";
    };
    const first = await generation();
    expect(await generation()).toBe(first);
    await fetch(`${outbox.url}/messages`, { method: "DELETE" });
    expect(await generation()).not.toBe(first);
  });
});
