import { describe, expect, it } from "vitest";
import { runningOutbox } from "./running-outbox.ts";
import { cardPayload, messagesOf, postWorkflow } from "./senders.ts";

describe("the Power Automate workflow", () => {
  it("accepts a message with a card: 202 and no body, recorded exactly as it came", async () => {
    const outbox = await runningOutbox();
    const payload = cardPayload("OFFLINE rpihat2");

    const response = await postWorkflow(outbox, "ops team/øst", payload);

    expect(response.status).toBe(202);
    expect(await response.text()).toBe("");
    const messages = await messagesOf(outbox);
    expect(messages).toMatchObject([
      { channel: "teams-workflow", to: "ops team/øst", text: "OFFLINE rpihat2" },
    ]);
    expect(JSON.stringify(messages[0]?.body)).toBe(JSON.stringify(payload));
  });

  const good = cardPayload("OFFLINE rpihat2");
  const [attachment] = good.attachments;
  it.each([
    { why: "not JSON", payload: "{" },
    { why: "an array", payload: [good] },
    { why: "another type", payload: { ...good, type: "MessageCard" } },
    { why: "no summary", payload: { ...good, summary: undefined } },
    { why: "an empty summary", payload: { ...good, summary: "" } },
    { why: "no attachment", payload: { ...good, attachments: [] } },
    {
      why: "another content type",
      payload: { ...good, attachments: [{ ...attachment, contentType: "text/html" }] },
    },
    {
      why: "content elsewhere",
      payload: { ...good, attachments: [{ ...attachment, contentUrl: "http://x/" }] },
    },
    { why: "no card inside", payload: { ...good, attachments: [{ ...attachment, content: {} }] } },
    {
      why: "a version that Teams does not draw",
      payload: {
        ...good,
        attachments: [{ ...attachment, content: { ...attachment?.content, version: "1.6" } }],
      },
    },
  ])("refuses $why in Power Automate's words", async ({ payload }) => {
    const outbox = await runningOutbox();

    const response = await postWorkflow(outbox, "ops", payload);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: {
        code: "TriggerInputSchemaMismatch",
        message: expect.stringMatching(/did not match its schema/),
      },
    });
    expect(await messagesOf(outbox)).toEqual([]);
  });

  it("refuses what is not declared as JSON", async () => {
    const outbox = await runningOutbox();
    const response = await fetch(outbox.workflowUrl("ops"), { method: "POST", body: JSON.stringify(good) });
    expect(response.status).toBe(400);
  });

  it("takes 28 KB and not a byte more", async () => {
    const outbox = await runningOutbox();
    const room = 28 * 1024 - Buffer.byteLength(JSON.stringify(cardPayload("", [])));

    const fitting = await postWorkflow(outbox, "ops", cardPayload("x".repeat(room), []));
    const tooLong = await postWorkflow(outbox, "ops", cardPayload("x".repeat(room + 1), []));

    expect([fitting.status, tooLong.status]).toEqual([202, 413]);
    expect(await messagesOf(outbox)).toHaveLength(1);
  });
});
