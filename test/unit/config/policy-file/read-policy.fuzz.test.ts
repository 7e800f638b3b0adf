/** Whatever a policy file holds, reading it gives a policy or faults with places inside the text. It never throws. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPolicy } from "../../../../functions/config/policy-file/read-policy.ts";

const source = readFileSync(join(import.meta.dirname, "../../../policies/good/every-key.yaml"), "utf8");

const token = fc.oneof(
  fc.constantFrom(
    ..."{ } [ ] : , - & * ! | > ' \" % @ ` # ? \t \n \u0000 \uFEFF \uD800 --- ... << __proto__ constructor ~ null".split(
      " ",
    ),
    ..."*a &a ${X} ${ 0 -1 1e999 .nan true 5m 99999999999999999999d Ops routes receivers match notify".split(
      " ",
    ),
    "\n  ",
    "\n- ",
    " ",
  ),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: "binary", maxLength: 8 }),
);

interface Change {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(source.length),
  remove: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(400)),
  insert: fc.oneof(fc.constant(""), token),
});

function mutate(text: string, { at, remove, insert }: Change): string {
  return text.slice(0, at) + insert + text.slice(at + remove);
}

/** What is unsound about the reading of a text; nothing, if all is well. */
function unsoundness(text: string): string[] {
  const read = readPolicy(text, { X: "x" }, { fileName: "policy.yaml", allowLoopbackHttp: false });
  if (!("faults" in read)) {
    const { match } = read.policy.routes.at(-1) ?? {};
    return match !== undefined && Object.keys(match).length === 0 ? [] : ["no route for everything"];
  }
  const lines = text.split("\n").length;
  const outside = read.faults.filter(({ line, column }) => line < 1 || line > lines || column < 1);
  return read.faults.length === 0 ? ["neither policy nor fault"] : outside.map(({ message }) => message);
}

const changes = fc.array(change, { minLength: 1, maxLength: 4 });
const opening = fc.constantFrom("[", "{a: ", "- ", "routes: [", '{"receivers":', "? ", "&a [*a, ");
const depth = fc.integer({ min: 1, max: 3_000 });

describe("reading a policy file never throws", () => {
  it.each<[string, number, fc.Arbitrary<string>]>([
    ["a valid file with up to four changes", 1_000, changes.map((all) => all.reduce(mutate, source))],
    ["YAML's characters in any order", 2_000, fc.array(token, { maxLength: 60 }).map((all) => all.join(""))],
    ["any structure", 500, fc.jsonValue({ maxDepth: 6 }).map((json) => JSON.stringify(json))],
    ["deep nesting", 60, fc.tuple(opening, depth).map(([text, times]) => text.repeat(times))],
  ])("on %s", (_name, numRuns, texts) => {
    const property = fc.property(texts, (text) => unsoundness(text).length === 0);
    expect(fc.check(property, { numRuns }).counterexample).toBeNull();
  });
});
