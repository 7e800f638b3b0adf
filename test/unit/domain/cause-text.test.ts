/** The sentences of a card: what failed, what follows from it, and why something is over that nobody came back from. */
import { describe, expect, it } from "vitest";

import { causeSentence, departureSentence } from "../../../functions/domain/cause-text.ts";
import type { Cause, Notice } from "../../../functions/domain/notice.ts";

const offline: Notice = {
  word: "OFFLINE",
  code: "K7QM",
  incidentId: "i1",
  hub: "contoso-hub",
  subject: "gw-oslo",
  count: 452,
  names: [],
  at: 0,
  since: 0,
  zone: "UTC",
};
const recovered: Notice = { ...offline, word: "RECOVERED", until: 1 };
const closed: Notice = { ...offline, word: "CLOSED" };
const flapping: Notice = { ...offline, word: "FLAPPING", drops: 5 };
const stable: Notice = { ...offline, word: "STABLE", drops: 5, until: 1 };

const SITE = "The site's power or its uplink";
const SITE_OUT = "edgeAgent and edgeHub are both out.";
const UNREACHABLE = "the gateway's modules and the devices behind it cannot reach the hub.";
const UNMANAGED = "data still flows, but the gateway cannot be managed.";

describe("the sentence of a cause", () => {
  it.each<[string, Notice, Cause, string]>([
    ["out", offline, "site", `${SITE} failed: ${SITE_OUT}`],
    ["out", offline, "edgeHub", `edgeHub failed: ${UNREACHABLE}`],
    ["out", offline, "edgeAgent", `edgeAgent failed: ${UNMANAGED}`],
    ["back", recovered, "site", `${SITE} had failed.`],
    ["back", recovered, "edgeHub", "edgeHub had failed."],
    ["back", recovered, "edgeAgent", "edgeAgent had failed."],
    ["gone", closed, "site", `${SITE} had failed.`],
    ["flapping, out", { ...flapping, downSince: 1 }, "site", `${SITE} keeps failing: ${SITE_OUT}`],
    ["flapping, out", { ...flapping, downSince: 1 }, "edgeHub", `edgeHub keeps failing: ${UNREACHABLE}`],
    ["flapping, out", { ...flapping, downSince: 1 }, "edgeAgent", `edgeAgent keeps failing: ${UNMANAGED}`],
    ["flapping, connected", flapping, "edgeHub", "edgeHub keeps failing."],
    ["stable", stable, "site", `${SITE} had kept failing.`],
    ["stable", stable, "edgeHub", "edgeHub had kept failing."],
  ])("%s", (_, notice, cause, sentence) => {
    expect(causeSentence({ ...notice, cause })).toBe(sentence);
  });

  it("is none where nothing is known", () => {
    expect(causeSentence(offline)).toBeUndefined();
  });
});

describe("the sentence of a departure", () => {
  it.each<[Notice["reason"], string]>([
    ["deleted", "Deleted from the hub: nothing is expected to come back."],
    ["disabled", "Disabled in the hub: nothing is expected to come back."],
    ["gateway", "It is a gateway: from now on its modules speak for it."],
    [undefined, "It is over, though nobody came back."],
  ])("%s", (reason, sentence) => {
    expect(departureSentence({ ...closed, reason })).toBe(sentence);
  });
});
