/** What `topology` refuses, by name and place, and the sentence for it. */
import { describe, expect, it } from "vitest";
import type { Finding } from "../../../../functions/config/policy-file/fault.ts";
import { readPolicy } from "../../../../functions/config/policy-file/read-policy.ts";
import { findTopologyFaults } from "../../../../functions/config/policy-file/rules/topology.ts";
import type { TopologyEntry } from "../../../fuzz/policies/expected-topology.ts";

const nameAndPlace = ({ name, path }: Finding): string => `${name} ${path.join(".")}`;

function told(topology: unknown): string[] {
  return findTopologyFaults({ topology }).map(nameAndPlace);
}

describe("a topology", () => {
  it.each<[string, TopologyEntry[], string[]]>([
    ["may be of one level", [{ parent: "gw", children: ["a-*", "b"] }], []],
    [
      "may have a parent in several entries, and a child twice",
      [
        { parent: "gw", children: ["a", "a", "a*"] },
        { parent: "gw", children: ["a"] },
      ],
      [],
    ],
    [
      "may lead to the same gateway on two ways",
      [
        { parent: "top", children: ["left", "right"] },
        { parent: "left", children: ["low"] },
        { parent: "right", children: ["low"] },
        { parent: "low", children: ["leaf"] },
      ],
      [],
    ],
    [
      "tells ids apart by case",
      [
        { parent: "gw", children: ["GW", "G*"] },
        { parent: "GW", children: ["Gw", "g-*"] },
      ],
      [],
    ],
    [
      "has no parent among its own children",
      [{ parent: "gw-1", children: ["a", "gw-1", "gw-*", "*"] }],
      [
        "own-parent topology.0.children.1",
        "own-parent topology.0.children.2",
        "own-parent topology.0.children.3",
      ],
    ],
    [
      "does not lead back to where it came from",
      [
        { parent: "gw-a", children: ["gw-b"] },
        { parent: "gw-b", children: ["leaf", "gw-a"] },
      ],
      ["topology-cycle topology.1.children.1"],
    ],
    [
      "tells a circle once that two children close",
      [
        { parent: "gw-a", children: ["gw-b"] },
        { parent: "gw-b", children: ["*-a", "gw-a"] },
        { parent: "gw-b", children: ["gw-a"] },
      ],
      ["topology-cycle topology.1.children.0"],
    ],
    [
      "tells each of two circles",
      [
        { parent: "gw-a", children: ["b-1", "c-1"] },
        { parent: "b-1", children: ["gw-a"] },
        { parent: "c-1", children: ["gw-*"] },
      ],
      ["topology-cycle topology.1.children.0", "topology-cycle topology.2.children.0"],
    ],
    [
      "is not followed through what stands for several parents",
      [
        { parent: "gw-*", children: ["a"] },
        { parent: "a", children: ["gw-1", "gw-*"] },
      ],
      [],
    ],
  ])("%s", (_rule, topology, expected) => {
    expect(told(topology)).toEqual(expected);
  });

  it.each([undefined, null, 5, "gw", {}, [null, 5, {}], [{ parent: 5, children: ["a"] }], [{ parent: "a" }]])(
    "may be of any shape: %j",
    (topology) => {
      expect(told(topology)).toEqual([]);
    },
  );
});

describe("the sentence", () => {
  const wordsOf = (topology: readonly TopologyEntry[]): string[] =>
    findTopologyFaults({ topology }).map(({ words }) => words);
  const chain = (length: number): TopologyEntry[] =>
    Array.from({ length }, (_, index) => ({
      parent: `gw-${index}`,
      children: [`gw-${(index + 1) % length}`],
    }));

  it("names the ids of the circle, as the file begins it", () => {
    expect(wordsOf(chain(7))[0]).toContain("gw-0 → gw-1 → gw-2 → gw-3 → gw-4 → gw-5 → gw-6 → gw-0;");
  });

  it("leaves out the middle of a long one, and follows it to the end", () => {
    expect(wordsOf(chain(8))[0]).toContain("gw-4 → … (1 more) → gw-6 → gw-7 → gw-0;");
    expect(wordsOf(chain(20_000))[0]).toContain("gw-4 → … (19993 more) → gw-19998 → gw-19999 → gw-0;");
  });

  it("says by its place what may be a secret", () => {
    const secret = "4711hunter2S3CR3T";
    const words = wordsOf([
      { parent: "gw-a", children: [secret] },
      { parent: secret, children: ["gw-a", "*S3CR3T"] },
    ]);
    expect(words.join()).toContain("gw-a → topology[1].parent → gw-a;");
    expect(words.join()).not.toContain("hunter2");
  });
});

it("is refused where too many patterns may match too many parents", () => {
  const topology = (count: number, pattern: string): TopologyEntry[] =>
    Array.from({ length: count }, (_, index) => ({
      parent: `gw-${index}`,
      children: [`${pattern}-${index}-leaf`],
    }));
  expect(told(topology(501, "*"))).toEqual(["too-large topology"]);
  expect(told(topology(500, "*"))).toEqual([]);
  expect(told(topology(5_000, "site*"))).toEqual([]);
});

it("is told beside other faults, in its place", () => {
  const text = [
    'receivers: { ops: { teams: { workflow: "${W}" } } }',
    "topology: [{ parent: gw-1, children: [gw-1, gw 1] }, { parent: gw-*, children: [] }, { parent: b }]",
    "routes: [{ notify: [oops] }]",
  ].join("\n");
  const read = readPolicy(text, {}, { fileName: "policy.yaml", allowLoopbackHttp: false });
  expect(
    "faults" in read && read.faults.map(({ line, column, name }) => `${line}:${column} ${name}`),
  ).toEqual([
    "2:39 own-parent",
    "2:45 bad-pattern",
    "2:64 bad-parent",
    "2:80 out-of-range",
    "2:86 missing-key",
    "3:21 unknown-receiver",
  ]);
});
