/** One sender for all: each target's channel gets its own. */
import { expect, test } from "vitest";
import { makeSender } from "../../../functions/adapters/senders.ts";
import type { TwilioConfig } from "../../../functions/adapters/twilio/send-sms.ts";
import { offlineNotice } from "./outbox-control.ts";
import { startWire } from "./wire-server.ts";

const phone = { id: "sms:+4790000001", channel: "sms", address: "+4790000001" } as const;

async function startProviders() {
  const wire = await startWire((request, response) =>
    response
      .writeHead(request.url?.startsWith("/ops") === true ? 202 : 201, { "content-type": "application/json" })
      .end(JSON.stringify({ sid: "SM1" })),
  );
  const accountSid = `AC${"1".repeat(32)}`;
  const channel = { id: "workflow:ops", channel: "teams-workflow", address: `${wire.url}/ops` } as const;
  const sms: TwilioConfig = {
    accountSid,
    username: accountSid,
    password: { reveal: () => "token" },
    sender: { from: "+15005550006" },
    apiBaseUrl: wire.url,
  };
  return { wire, channel, sms };
}

test("the channel of the target decides", async () => {
  const { wire, channel, sms } = await startProviders();
  const sender = makeSender({ sms });
  expect(await sender.send({ target: channel, notice: offlineNotice })).toEqual({
    name: "accepted",
    receipt: "accepted",
  });
  expect(await sender.send({ target: phone, notice: offlineNotice })).toEqual({
    name: "accepted",
    receipt: "SM1",
  });
  expect(wire.requests.map(({ url }) => url.pathname)).toEqual([
    "/ops",
    expect.stringMatching(/^\/2010-04-01\/Accounts\/AC1+\/Messages\.json$/),
  ]);
});

test("without Twilio an SMS is refused for good, and Teams goes on", async () => {
  const { channel } = await startProviders();
  const sender = makeSender({});
  expect(await sender.send({ target: phone, notice: offlineNotice })).toEqual({
    name: "permanent",
    error: "SMS is not configured",
  });
  expect(await sender.send({ target: channel, notice: offlineNotice })).toHaveProperty("name", "accepted");
});
