/** The real `twilio` package must not be able to tell the outbox from Twilio. */
import { describe, expect, it } from "vitest";
import { runningOutbox } from "./running-outbox.ts";
import { account, messagesOf, phone, postForm, sender, twilioClient } from "./senders.ts";

const text = "OFFLINE rpihat2 since 14:02. 3 identities affected. K7QM";
const service = `MG${"a".repeat(32)}`;

describe("sending", () => {
  it("answers with a message resource that the package reads", async () => {
    const outbox = await runningOutbox();

    const created = await twilioClient(outbox).messages.create({
      to: phone,
      from: sender,
      body: text,
      validityPeriod: 900,
    });

    expect(created).toMatchObject({
      status: "queued",
      numSegments: "1",
      direction: "outbound-api",
      body: text,
    });
    expect(created).toMatchObject({ to: phone, from: sender, accountSid: account, apiVersion: "2010-04-01" });
    expect(created.sid).toMatch(/^SM[0-9a-f]{32}$/);
    expect(created.dateCreated).toBeInstanceOf(Date);
    expect(created.dateSent).not.toBeInstanceOf(Date);
    const body = { To: phone, From: sender, Body: text, ValidityPeriod: "900" };
    expect(await messagesOf(outbox)).toMatchObject([{ channel: "sms", to: phone, text, body }]);
  });

  it("takes a messaging service for a sender, and has not chosen a number yet", async () => {
    const outbox = await runningOutbox();
    const created = await twilioClient(outbox).messages.create({
      to: phone,
      messagingServiceSid: service,
      body: text,
    });
    expect(created).toMatchObject({ status: "accepted", from: null, messagingServiceSid: service });
  });

  const good = { to: phone, from: sender, body: text };
  it.each([
    { why: "a number that is none", params: { ...good, to: "90012345" }, code: 21211, status: 400 },
    { why: "no text", params: { to: phone, from: sender }, code: 21602, status: 400 },
    {
      why: "a text over 1,600 characters",
      params: { ...good, body: "x".repeat(1601) },
      code: 21617,
      status: 400,
    },
    { why: "no sender", params: { to: phone, body: text }, code: 21603, status: 400 },
    { why: "a sender that is none", params: { ...good, from: "+0" }, code: 21212, status: 400 },
    { why: "itself as the sender", params: { ...good, from: phone }, code: 21266, status: 400 },
    {
      why: "a service that is none",
      params: { ...good, messagingServiceSid: "MGx" },
      code: 21701,
      status: 404,
    },
    { why: "a validity of nothing", params: { ...good, validityPeriod: 0 }, code: 20001, status: 400 },
    { why: "a callback to nowhere", params: { ...good, statusCallback: "here" }, code: 21609, status: 400 },
  ])("refuses $why with $code", async ({ params, code, status }) => {
    const outbox = await runningOutbox();
    const sending = twilioClient(outbox).messages.create(params);
    await expect(sending).rejects.toMatchObject({
      status,
      code,
      moreInfo: `https://www.twilio.com/docs/errors/${code}`,
    });
    expect(await messagesOf(outbox)).toEqual([]);
  });

  it("refuses a message to nobody with 21604", async () => {
    const response = await postForm(await runningOutbox(), { From: sender, Body: text });
    expect(await response.json()).toMatchObject({ status: 400, code: 21604 });
  });

  const form = { To: phone, From: sender, Body: text };
  const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString("base64")}`;
  it.each([
    { why: "none", authorization: "" },
    { why: "another scheme", authorization: "Bearer x" },
    { why: "no secret", authorization: basic(`${account}:`) },
    { why: "another account's", authorization: basic(`AC${"f".repeat(32)}:secret`) },
  ])("asks for credentials when it gets $why", async ({ authorization }) => {
    const outbox = await runningOutbox();
    const response = await postForm(outbox, form, authorization);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toMatch(/^Basic/);
    expect(await response.json()).toMatchObject({ code: 20003, status: 401 });
    expect(await messagesOf(outbox)).toEqual([]);
  });

  it("takes an API key in place of the account's token", async () => {
    const response = await postForm(await runningOutbox(), form, basic(`SK${"1".repeat(32)}:secret`));
    expect(response.status).toBe(201);
  });

  it("knows no account that does not look like one", async () => {
    const response = await postForm(await runningOutbox(), form, undefined, "ACme");
    expect(await response.json()).toMatchObject({ code: 20404, status: 404 });
  });
});

describe("looking up", () => {
  it("finds one message by its sid, and says when there is none", async () => {
    const client = twilioClient(await runningOutbox());
    const { sid } = await client.messages.create({ to: phone, from: sender, body: text });

    expect(await client.messages(sid).fetch()).toMatchObject({ sid, body: text, status: "sent" });
    await expect(client.messages(`SM${"0".repeat(32)}`).fetch()).rejects.toMatchObject({
      status: 404,
      code: 20404,
    });
  });

  it("lists newest first, page after page, without a gap or a repetition", async () => {
    const client = twilioClient(await runningOutbox());
    for (const body of ["1", "2", "3", "4", "5"])
      await client.messages.create({ to: phone, from: sender, body });

    const listed = await client.messages.list({ pageSize: 2 });

    expect(listed.map(({ body }) => body)).toEqual(["5", "4", "3", "2", "1"]);
  });

  it("lists by recipient and by time, to the second as Twilio does", async () => {
    const client = twilioClient(await runningOutbox());
    const before = new Date();
    await client.messages.create({ to: phone, from: sender, body: text });
    await client.messages.create({ to: "+4790099999", from: sender, body: "for somebody else" });
    const later = new Date(Date.now() + 2_000);
    const earlier = new Date(before.getTime() - 2_000);
    const bodies = async (query: object) =>
      (await client.messages.list({ to: phone, ...query })).map(({ body }) => body);

    expect(await bodies({})).toEqual([text]);
    expect(await bodies({ dateSentAfter: before })).toEqual([text]);
    expect(await bodies({ dateSentAfter: later })).toEqual([]);
    expect(await bodies({ dateSentBefore: later })).toEqual([text]);
    expect(await bodies({ dateSentBefore: earlier })).toEqual([]);
    expect(await bodies({ to: "+4790000000" })).toEqual([]);
  });

  it("takes a whole day, and refuses a time that is none", async () => {
    const outbox = await runningOutbox();
    const client = twilioClient(outbox);
    await client.messages.create({ to: phone, from: sender, body: text });
    const headers = { authorization: `Basic ${Buffer.from(`${account}:secret`).toString("base64")}` };
    const list = `${outbox.url}/2010-04-01/Accounts/${account}/Messages.json`;
    const today = new Date().toISOString().slice(0, 10);

    const found = await fetch(`${list}?DateSent>=${today}&DateSent<=${today}`, { headers });
    expect(await found.json()).toMatchObject({ messages: [{ body: text }] });
    const refused = await fetch(`${list}?DateSent>=yesterday`, { headers });
    expect(await refused.json()).toMatchObject({ status: 400, code: 20001 });
  });
});
