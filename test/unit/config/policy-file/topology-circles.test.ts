/** Over many small topologies: those are refused that go round, and the circles that are told are all that matter. */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { findTopologyFaults } from "../../../../functions/config/policy-file/rules/topology.ts";
import { agrees } from "../../../fuzz/policies/expected-route.ts";
import { goesRound, type TopologyEntry } from "../../../fuzz/policies/expected-topology.ts";

const ids = ["a1", "a2", "b1", "b2", "A1"];
const topologies = fc.array(
  fc.record({
    parent: fc.constantFrom(...ids),
    children: fc.array(fc.constantFrom(...ids, "a*", "b*", "*2", "*1", "A*", "a1*", "c*"), { maxLength: 3 }),
  }),
  { maxLength: 7 },
);

function overAll(check: (topology: TopologyEntry[]) => void): void {
  fc.assert(fc.property(topologies, check), { numRuns: 5_000 });
}

/** The children that are their own parents. */
function ownIn({ parent, children }: TopologyEntry): string[] {
  return children.filter((child) => agrees(child, parent));
}

function withoutOwn(topology: readonly TopologyEntry[]): TopologyEntry[] {
  return topology.map(({ parent, children }) => ({
    parent,
    children: children.filter((child) => !agrees(child, parent)),
  }));
}

function leads(topology: readonly TopologyEntry[], from: string, to: string): boolean {
  return topology.some(
    ({ parent, children }) => parent === from && children.some((child) => agrees(child, to)),
  );
}

function circleIn(words: string): string[] {
  return /circle: (.*?);/.exec(words)?.[1]?.split(" → ") ?? [];
}

it("refuses each child that is its own parent, and every topology that goes round", () => {
  overAll((topology) => {
    const faults = findTopologyFaults({ topology });
    const own = faults.filter(({ name }) => name === "own-parent");
    expect(own).toHaveLength(topology.flatMap(ownIn).length);
    expect(faults.length > own.length).toBe(goesRound(withoutOwn(topology)));
  });
});

it("tells circles that are there, each once, and none is left without the steps that close them", () => {
  overAll((whole) => {
    const topology = withoutOwn(whole);
    const circles = findTopologyFaults({ topology }).map(({ words }) => circleIn(words));
    for (const circle of circles) {
      expect(circle.length).toBeGreaterThan(2);
      expect(circle[0]).toBe(circle.at(-1));
      expect(circle.slice(1).every((id, index) => leads(topology, circle[index] ?? "", id))).toBe(true);
    }
    const closing = new Set(circles.map((circle) => circle.slice(-2).join()));
    expect(closing.size).toBe(circles.length);
    const open = ids.map((parent) => ({
      parent,
      children: ids.filter((id) => leads(topology, parent, id) && !closing.has(`${parent},${id}`)),
    }));
    expect(goesRound(open)).toBe(false);
  });
});
