/** Every file of `test/policies/bad` has one fault, after which it is named; its first line says where, in which words, and by what name. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPolicy } from "../../../../functions/config/policy-file/read-policy.ts";

const folder = join(import.meta.dirname, "../../../policies/bad");
const files = readdirSync(folder);

describe("a policy file with a fault", () => {
  it("exists for every kind of it", () => {
    expect(files.length).toBeGreaterThan(90);
  });

  it.each(files)("%s", (file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const [firstLine = ""] = text.split("\n");
    const read = readPolicy(text, {}, { fileName: file, allowLoopbackHttp: false });
    const faults = "faults" in read ? read.faults : [];
    const told = faults.map(({ line, column, message, name }) => `${line}:${column} ${message} [${name}]`);
    expect(told.join(" ## ")).toBe(firstLine.replace(/^# /, ""));
  });
});

describe("what no file can hold beside its first line", () => {
  const faultOf = (text: string): string => {
    const read = readPolicy(text, {}, { fileName: "policy.yaml", allowLoopbackHttp: false });
    if (!("faults" in read)) return "no fault";
    return read.faults.map(({ line, column, name }) => `${line}:${column} ${name}`).join(", ");
  };

  it.each([
    ["nothing at all", "", "1:1 empty-file"],
    ["nothing but a byte order mark", "\uFEFF", "1:1 empty-file"],
    [
      "a byte order mark before a fault",
      "\uFEFFcolour: red",
      "1:1 missing-key, 1:1 missing-key, 1:1 unknown-key",
    ],
    ["endless nesting", `defaults: ${"[".repeat(5_000)}`, "1:1 too-deep"],
    ["endless nesting of another kind", `${"- ".repeat(5_000)}\nroutes`, "1:1 too-deep"],
    ["more than a megabyte", `# ${"x".repeat(1_000_000)}`, "1:1 too-large"],
    ["more than a hundred aliases", `a: &a x\nb: [${"*a, ".repeat(101)}]`, "2:405 too-many-aliases"],
    [
      "a structure that contains itself",
      "routes: &a [*a]\nreceivers: &b { ops: *b }",
      "1:13 unknown-alias, 2:22 unknown-alias",
    ],
    ["lines that end as on Windows", "receivers: {}\r\nroutes: []\r\n", "1:12 empty-value, 2:9 out-of-range"],
  ])("%s", (_name, text, expected) => {
    expect(faultOf(text)).toContain(expected);
  });

  it("tells several faults at once, in the order of their places", () => {
    const text = [
      "defaults: { grace: 9d, zone: Nowhere, colour: red }",
      "receivers: { ops: { sms: { to: [4790000000] } } }",
      "routes: [{ match: { device: a }, notify: [opps], recovery: 5 }]",
      "sms: { perDay: 0 }",
    ].join("\n");
    expect(faultOf(text)).toBe(
      "1:20 out-of-range, 1:30 bad-zone, 1:39 unknown-key, 2:33 wrong-type, " +
        "3:12 last-route-has-match, 3:43 unknown-receiver, 3:60 wrong-type, 4:16 out-of-range",
    );
  });

  it("never repeats a value, which may be a secret in the wrong place", () => {
    const secret = "hunter2 S3CR3T";
    const text = [
      `defaults: { grace: "${secret}", zone: "${secret}", groupBy: ["${secret}"], "${secret}": 1 }`,
      `receivers: { "${secret}": { sms: { to: ["${secret}"] } }, ops: { teams: { workflow: "${secret}" } } }`,
      `routes: [{ match: { hub: "${secret}", device: "${secret}", tags: { "${secret}": "1" } }, notify: ["${secret}"] }]`,
      `allowHosts: ["${secret}"]`,
      `maintenance: [{ name: x, days: ["${secret}"], from: "${secret}", for: "${secret}" }]`,
      `storm: { share: "${secret}", atLeast: "${secret}" }`,
    ].join("\n");
    const read = readPolicy(text, {}, { fileName: "policy.yaml", allowLoopbackHttp: false });
    expect("faults" in read ? read.faults.length : 0).toBeGreaterThan(15);
    expect(JSON.stringify(read)).not.toMatch(/hunter2|S3CR3T/);
  });
});
