/** Policy files that nobody writes by accident: names that JavaScript knows, secrets in wrong places, aliases that multiply. */
import { describe, expect, it } from "vitest";
import { readPolicy } from "../../../../functions/config/policy-file/read-policy.ts";

const receivers = 'receivers: { ops: { teams: { workflow: "${W}" } } }';
const routes = "routes: [{ notify: [ops] }]";

function told(...lines: string[]): string[] {
  const read = readPolicy(lines.join("\n"), {}, { fileName: "policy.yaml", allowLoopbackHttp: false });
  return "faults" in read
    ? read.faults.map(({ line, column, name }) => `${line}:${column} ${name}`)
    : ["valid"];
}

const withMatch = (match: string): string[] => [
  receivers,
  `routes: [{ match: ${match}, notify: [ops] },`,
  " { notify: [ops] }]",
];

describe("names that JavaScript knows", () => {
  it.each([
    [
      "a receiver",
      [
        'receivers: { ops: { teams: { workflow: "${W}" } },',
        '  __proto__: { teams: { workflow: "${W}" } } }',
        routes,
      ],
      "2:3 bad-name",
    ],
    ["a tag beside another", withMatch("{ tags: { __proto__: x, a: b } }"), "2:29 bad-name"],
    [
      "a tag that is set",
      [receivers, routes, "tags: [{ device: d, set: { a: b, __proto__: x } }]"],
      "3:34 bad-name",
    ],
    ["a tag's value with a `toString`", withMatch("{ tags: { a: { toString: x } } }"), "2:32 wrong-type"],
    [
      "an id with a `toString` and a `valueOf`",
      withMatch("{ device: { toString: x, valueOf: y } }"),
      "2:29 wrong-type",
    ],
    [
      "a receiver that is called `constructor`",
      [receivers.replaceAll("ops", "constructor"), routes.replace("ops", "constructor")],
      "valid",
    ],
    [
      "a receiver that exists in JavaScript only",
      [receivers, routes.replace("ops", "constructor")],
      "2:21 unknown-receiver",
    ],
  ])("%s", (_name, lines, expected) => {
    expect(told(...lines)).toEqual([expected]);
  });
});

it("suggests no name that is none of a receiver, because it may be a secret", () => {
  const phone = "+4790000000";
  const text = [
    `receivers: { "${phone}": { teams: { workflow: "\${W}" } } }`,
    "routes: [{ notify: [a4790000000] }]",
  ].join("\n");
  const read = readPolicy(text, {}, { fileName: "policy.yaml", allowLoopbackHttp: false });
  expect("faults" in read && read.faults.map(({ name }) => name)).toEqual(["bad-name", "unknown-receiver"]);
  expect(JSON.stringify(read)).not.toContain(phone);
});

it.each([
  ["a key", "Qx7vT2mK9pLw4ZsR8yBn3HcF6jDg1aEuVtXo5iNkMqY", (secret: string) => `defaults: { ${secret}: x }`],
  ["a receiver", "a81f0c4e9b7d4f2586c3e1a09d7b5f42", (secret: string) => `routes: [{ notify: [${secret}] }]`],
])("tells no token that stands for %s", (_name, secret, write) => {
  const read = readPolicy(
    `${receivers}\n${write(secret)}\n`,
    {},
    { fileName: "policy.yaml", allowLoopbackHttp: false },
  );
  expect("faults" in read && read.faults.length > 0).toBe(true);
  expect(JSON.stringify(read)).not.toContain(secret);
});

it("finds places behind a quote that is never closed", () => {
  const text = ['receivers: { ops: { teams: { workflow: { a: *x }" } } }', "routes: [{ notify: [ops] }]", ""];
  const lines = told(...text).map((fault) => fault.split(/[: ]/).map(Number));
  expect(lines.every(([line = 0, column = 0]) => column <= (text[line - 1]?.length ?? -1) + 1)).toBe(true);
});

it("takes hosts in any case, as the editors' schema does", () => {
  expect(told(receivers, routes, 'allowHosts: ["*.Flows.Example.COM"]')).toEqual(["valid"]);
});

describe("aliases", () => {
  const many = (count: number): string => Array.from({ length: count }, () => "ops").join(", ");
  const repeated = (values: number): string[] => [
    receivers,
    `routes: [{ match: { device: a }, notify: &list [${many(values)}] },`,
    ...Array.from({ length: 50 }, (_, index) => ` { match: { device: d${index} }, notify: *list },`),
    " { notify: [ops] }]",
  ];

  it("may repeat a list often", () => {
    expect(told(...repeated(50))).toEqual(["valid"]);
  });

  it("may not make much more of the file than it is", () => {
    expect(told(...repeated(500))).toEqual(["1:1 too-many-aliases"]);
  });

  it("may not stand inside what they repeat, at any depth", () => {
    expect(told("a: &a { b: &b [*a], c: *b }")).toEqual(["1:16 unknown-alias"]);
  });

  it("mean the nearest anchor of their name before them", () => {
    expect(
      told(
        receivers,
        "routes: [{ match: { device: &x a, module: &x b }, notify: [ops] },",
        " { match: { module: *x, hub: abc }, notify: [ops] }, { notify: [ops] }]",
      ),
    ).toEqual(["valid"]);
    expect(
      told(
        receivers,
        "routes: [{ match: { device: &x a }, notify: [ops] },",
        " { match: { device: *x, hub: abc }, notify: [ops] }, { notify: [ops] }]",
      ),
    ).toEqual(["3:2 route-never-matches"]);
  });
});

describe("a repeated key", () => {
  it("is told once for each time too many, beside a syntax fault too", () => {
    expect(told("a: 1", "a: 2", "b: { c: 1, c: 2, c: 3 }", "d: ]")).toEqual([
      "2:1 duplicate-key",
      "3:12 duplicate-key",
      "3:18 duplicate-key",
      "4:4 not-yaml",
    ]);
  });
});
