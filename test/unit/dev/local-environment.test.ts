import { describe, expect, it } from "vitest";

import { localEnvironment } from "../../../dev/embedded/local-environment.ts";
import { givenParts, isOnThisMachine } from "../../../dev/embedded/on-this-machine.ts";
import { localQueues, outbox, parts, policy, realQueues } from "./surroundings.ts";

const environmentOf = (given: Record<string, string>, embedded: object = parts) =>
  localEnvironment({ given, policyText: policy, outbox, ...embedded });

describe("what is on this machine", () => {
  it.for([
    ["http://127.0.0.1:7072/x", true],
    ["http://localhost:1", true],
    ["http://[::1]:1", true],
    ["http://127.8.9.10", true],
    ["UseDevelopmentStorage=true", true],
    [localQueues, true],
    [realQueues, false],
    ["https://real.documents.azure.com:443/", false],
    ["http://127.0.0.1.evil.example", false],
    ["http://localhost@evil.example", false],
    ["http://0x7f000001.evil.example", false],
    ["127.0.0.1", false],
    ["", false],
    [undefined, false],
  ] as const)("%s: %s", ([value, expected]) => {
    expect(isOnThisMachine(value)).toBe(expected);
  });
});

describe("the parts that the shell brings", () => {
  it("are those on this machine, and with --real those elsewhere too", () => {
    const given = { AzureWebJobsStorage: realQueues, COSMOS_ENDPOINT: "https://real.documents.azure.com" };
    expect(givenParts(given, false)).toEqual({ queues: false, store: false });
    expect(givenParts(given, true)).toEqual({ queues: true, store: true });
    const local = { AzureWebJobsStorage: localQueues, LINEWATCH_SQLITE: "linewatch.db" };
    expect(givenParts(local, false)).toEqual({ queues: true, store: true });
  });

  it("include another outbox on this machine, never one elsewhere", () => {
    expect(givenParts({ LINEWATCH_OUTBOX: outbox.url }, false).outboxUrl).toBe(outbox.url);
    for (const real of [true, false]) {
      expect(givenParts({ LINEWATCH_OUTBOX: "https://outbox.example" }, real).outboxUrl).toBeUndefined();
    }
  });
});

describe("the environment of an app on a laptop", () => {
  it("from an empty shell has everything, without a word", () => {
    expect(environmentOf({})).toEqual({
      set: {
        AzureWebJobsStorage: "embedded queues",
        LINEWATCH_SQLITE: ":memory:",
        LINEWATCH_OUTBOX: outbox.url,
        TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000000",
        TWILIO_AUTH_TOKEN: "local",
        TWILIO_FROM: "+15005550006",
        TWILIO_API_BASE_URL: outbox.url,
        TEAMS_OPS_WORKFLOW_URL: "http://127.0.0.1:7072/workflow/ops",
        ONCALL_PHONE: "+15005550100",
      },
      unset: [],
      policyText: policy,
      notes: [],
    });
  });

  it.for([
    ["AzureWebJobsStorage", realQueues],
    ["AzureWebJobsStorage__queueServiceUri", "https://real.queue.core.windows.net"],
    ["COSMOS_ENDPOINT", "https://real.documents.azure.com"],
    ["TEAMS_OPS_WORKFLOW_URL", "https://real.logic.azure.com/workflows/1"],
    ["TWILIO_ACCOUNT_SID", "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
    ["TWILIO_API_KEY", "SKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
    ["TWILIO_MESSAGING_SERVICE_SID", "MGaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
    ["TWILIO_API_BASE_URL", "https://api.twilio.com"],
  ])("ignores %s beyond this machine, and says so once", ([name = "", value = ""]) => {
    const { set, unset, notes } = environmentOf({ [name]: value });
    expect(Object.values(set)).not.toContain(value);
    expect(unset.includes(name) || name in set).toBe(true);
    expect(notes.filter((note) => note.includes(name) && note.includes("ignored"))).toHaveLength(1);
    expect(notes.join()).not.toContain(value);
  });

  it("leaves alone what points at this machine", () => {
    const given = {
      AzureWebJobsStorage: localQueues,
      COSMOS_ENDPOINT: "http://127.0.0.1:8081",
      TWILIO_API_BASE_URL: "http://localhost:4010",
      TWILIO_ACCOUNT_SID: "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      TEAMS_OPS_WORKFLOW_URL: "http://127.0.0.1:9999/mine",
      ONCALL_PHONE: "+4790000000",
    };
    const { set, unset, notes } = environmentOf(given, {});
    expect({ set, unset, notes }).toEqual({ set: { LINEWATCH_OUTBOX: outbox.url }, unset: [], notes: [] });
  });
});
