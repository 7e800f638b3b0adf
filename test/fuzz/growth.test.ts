/**
 * What a parser does grows with its input and no faster: four times the characters cost at most seven times the
 * processor's time (quadratic work would cost sixteen times), whatever there are many of.
 */
import { describe, expect, it } from "vitest";
import { readEvents } from "../../functions/adapters/event-grid/read-events.ts";
import { readPolicy } from "../../functions/config/policy-file/read-policy.ts";
import { NOW } from "../unit/adapters/event-grid/samples.ts";
import { EVENT_FAMILIES } from "./growth/event-families.ts";
import { type Family, POLICY_FAMILIES } from "./growth/policy-families.ts";
import { processorMs, type Read } from "./processor-time.ts";

const SMALL = 8_000;
const TIMES = 4;
const AT_MOST = 7;
/** So much of the reading of a small valid input may come on top: a collection of garbage, a first compilation. */
const SLACK = 20;
const ATTEMPTS = 4;
const PATIENCE = { timeout: 300_000 };

/** Undefined for what grows with the input; the figures of the last attempt for what grows faster each time. */
async function tooMuch(read: Read, [, make]: Family, valid: string): Promise<string | undefined> {
  let figures: string | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const floor = await processorMs(read, valid);
    const small = await processorMs(read, make(SMALL));
    const large = await processorMs(read, make(SMALL * TIMES));
    if (large <= AT_MOST * small + SLACK * floor) return undefined;
    figures = `${small.toFixed(1)} ms, then ${large.toFixed(1)} ms`;
  }
  return figures;
}

const options = { fileName: "policy.yaml", allowLoopbackHttp: false };

describe("the time of a reading grows with the text", () => {
  it.each([...POLICY_FAMILIES])("of a policy file with many: %s", PATIENCE, async (...family) => {
    const valid = 'receivers: { ops: { teams: { workflow: "${W}" } } }\nroutes: [{ notify: [ops] }]';
    const read: Read = (text) => readPolicy(text, { W: "https://x.logic.azure.com/" }, options);
    expect(await tooMuch(read, family, valid)).toBeUndefined();
  });

  it.each([...EVENT_FAMILIES])("of a body with many or much of: %s", PATIENCE, async (...family) => {
    const [[, events] = family] = EVENT_FAMILIES;
    const read: Read = (text) => readEvents(text, NOW);
    expect(await tooMuch(read, family, events(SMALL))).toBeUndefined();
  });

  it("is seen when it does not", async () => {
    // Far too much, so that it shows though the small input is read by code that is not compiled yet.
    const cubic: Read = (text) => {
      let sum = 0;
      for (let count = (text.length / 64) ** 3; count > 0; count -= 1) sum += count % 3;
      return sum;
    };
    expect(await tooMuch(cubic, ["text", (characters) => "x".repeat(characters)], "x")).toContain("ms");
  });
});
