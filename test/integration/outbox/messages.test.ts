import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openMessageFile } from "../../../dev/outbox/message-file.ts";
import { makeMessageLog, messagesKept } from "../../../dev/outbox/message-log.ts";
import { startOutbox } from "../../../dev/outbox/outbox.ts";
import { runningOutbox } from "./running-outbox.ts";
import { account, cardPayload, messagesOf, phone, postWorkflow, sender, twilioClient } from "./senders.ts";

async function newDataFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "linewatch-outbox-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, "made-by-the-outbox", "outbox.jsonl");
}

const draft = (text: string) => ({
  at: 0,
  channel: "sms" as const,
  to: phone,
  text,
  accountSid: account,
  sid: `SM${text}`,
  body: {},
});

describe("messages", () => {
  it("are listed oldest first, whatever their channel, until they are deleted", async () => {
    const outbox = await runningOutbox();
    await postWorkflow(outbox, "ops", cardPayload("first"));
    await twilioClient(outbox).messages.create({ to: phone, from: sender, body: "second" });
    await postWorkflow(outbox, "ops", cardPayload("third"));
    expect((await messagesOf(outbox)).map(({ text }) => text)).toEqual(["first", "second", "third"]);

    expect((await fetch(`${outbox.url}/messages`, { method: "DELETE" })).status).toBe(204);
    expect(await messagesOf(outbox)).toEqual([]);
  });

  it("survive a restart with a data file, and Twilio still knows its own", async () => {
    const dataFile = await newDataFile();
    const first = await startOutbox({ port: 0, dataFile });
    await postWorkflow(first, "ops", cardPayload("OFFLINE rpihat2"));
    const { sid } = await twilioClient(first).messages.create({
      to: phone,
      from: sender,
      body: "OFFLINE rpihat2",
    });
    const before = await messagesOf(first);
    await first.stop();
    // A kill in the middle of a write leaves half a line.
    await appendFile(dataFile, '{"seq":3,"at":1,"cha');

    const second = await runningOutbox(dataFile);
    await postWorkflow(second, "ops", cardPayload("RECOVERED rpihat2"));

    const after = await messagesOf(second);
    // As text, since the order of a payload's members is kept as well.
    expect(JSON.stringify(after.slice(0, 2))).toBe(JSON.stringify(before));
    expect(after.map(({ text }) => text)).toEqual([
      "OFFLINE rpihat2",
      "OFFLINE rpihat2",
      "RECOVERED rpihat2",
    ]);
    expect((await twilioClient(second).messages(sid).fetch()).sid).toBe(sid);
  });

  it("do not come back after they were deleted", async () => {
    const dataFile = await newDataFile();
    const first = await startOutbox({ port: 0, dataFile });
    await postWorkflow(first, "ops", cardPayload("forgotten"));
    await fetch(`${first.url}/messages`, { method: "DELETE" });
    await postWorkflow(first, "ops", cardPayload("kept"));
    await first.stop();

    expect((await messagesOf(await runningOutbox(dataFile))).map(({ text }) => text)).toEqual(["kept"]);
  });

  it("are at most the newest 5,000, in memory and on disk", async () => {
    const dataFile = await newDataFile();
    const file = openMessageFile(dataFile, messagesKept);
    const log = makeMessageLog(file);
    for (let n = 1; n <= messagesKept + 2; n += 1) log.add(draft(String(n)));
    file.close();

    expect([log.all().length, log.all().at(0)?.text, log.all().at(-1)?.text]).toEqual([5_000, "3", "5002"]);
    const reopened = openMessageFile(dataFile, messagesKept);
    reopened.close();
    expect([reopened.messages.length, reopened.messages.at(0)?.text]).toEqual([5_000, "3"]);
    expect((await readFile(dataFile, "utf8")).split("\n")).toHaveLength(5_001);
  });
});
