import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";

import { localReceivers } from "../../../dev/embedded/local-receivers.ts";
import { outbox } from "./surroundings.ts";

const real = "https://real.logic.azure.com/workflows/1?sig=secret";
const workflowsSchema = z.object({
  receivers: z.record(z.string(), z.object({ teams: z.object({ workflow: z.string() }) })),
});

/** The workflows of a policy after it was made local. */
function localWorkflows(text: string, given: Record<string, string> = {}): Record<string, string> {
  const { receivers } = workflowsSchema.parse(parse(localReceivers(text, given, outbox).policyText));
  return Object.fromEntries(Object.entries(receivers).map(([name, { teams }]) => [name, teams.workflow]));
}

describe("workflows in the policy's text", () => {
  it.for([
    ["plain", `receivers:\n  ops: { teams: { workflow: ${real} } }\n`],
    [
      "in double quotes with escapes",
      String.raw`receivers: { ops: { teams: { workflow: "https://real.logic.azure.com/\x77" } } }`,
    ],
    ["in single quotes", `receivers: { 'ops': { teams: { workflow: '${real}' } } }`],
    ["in capitals", `receivers: { ops: { teams: { workflow: HTTPS://REAL.logic.azure.com/1 } } }`],
    ["in a block", `receivers:\n  ops:\n    teams:\n      workflow: >-\n        ${real}\n# end\n`],
    ["with a comment behind", `receivers:\n  ops: { teams: { workflow: ${real} } } # the real one\n`],
    ["with an anchor", `receivers: { ops: { teams: { workflow: &url ${real} } } }`],
    [
      "with variables inside",
      'receivers: { ops: { teams: { workflow: "https://real.logic.azure.com/${ID}" } } }',
    ],
    ["of two variables", 'receivers: { ops: { teams: { workflow: "${BASE}${ID}" } } }'],
    ["after a byte order mark", `\uFEFFreceivers: { ops: { teams: { workflow: ${real} } } }`],
  ])("%s go to the outbox", ([, text = ""]) => {
    expect(localWorkflows(text, { ID: "1", BASE: "https://real.logic.azure.com/" })).toEqual({
      ops: outbox.workflowUrl("ops"),
    });
  });

  it("go there once where several receivers share one by an alias", () => {
    const text = `receivers:\n  ops: { teams: { workflow: &url ${real} } }\n  fleet: { teams: { workflow: *url } }\n`;
    const workflows = localWorkflows(text);
    expect(Object.values(workflows).every((url) => url.startsWith(`${outbox.url}/workflow/`))).toBe(true);
  });

  it("stay as they are on this machine, with the rest of the text", () => {
    const text = "# mine\nreceivers: { ops: { teams: { workflow: http://localhost:9999/mine } } } # end\n";
    expect(localReceivers(text, {}, outbox)).toMatchObject({ policyText: text, notes: [] });
  });

  it("are told of by their receivers' names, without their URLs", () => {
    const { notes } = localReceivers(`receivers: { ops: { teams: { workflow: ${real} } } }`, {}, outbox);
    expect(notes).toEqual(["The workflow of ops is ignored: it is beyond this machine."]);
  });
});

describe("phones", () => {
  it("that are lacking get a number each", () => {
    const text =
      'receivers: { a: { sms: { to: ["${ONE}", "${TWO}"] } }, b: { sms: { to: ["${ONE}", "${MINE}"] } } }';
    const { set, ignored } = localReceivers(text, { MINE: "+4790000000" }, outbox);
    expect(set).toEqual({ ONE: "+15005550100", TWO: "+15005550101" });
    expect(ignored).toEqual([]);
  });
});

it.for(["receivers: [", "", "receivers: 7", "- a", "receivers: { ops: }", "a: 1\na: 2"])(
  "leaves a policy that is none (%j) to the app, which says what is wrong",
  (text) => {
    expect(localReceivers(text, {}, outbox)).toEqual({ set: {}, ignored: [], policyText: text, notes: [] });
  },
);
