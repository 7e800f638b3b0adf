/** The route that covers a later one is the one that comparing each with each would find. */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { makeEarlierRoutes } from "../../../../functions/config/policy-file/rules/earlier-routes.ts";

const conditions = fc.uniqueArray(fc.constantFrom("hub", "device", "module", "site", "tier"), {
  maxLength: 4,
});

/** For each route the first before it that asks for nothing else. */
function compared(routes: readonly (readonly string[])[]): (number | undefined)[] {
  return routes.map((own, index) => {
    const covering = routes
      .slice(0, index)
      .findIndex((earlier) => earlier.every((each) => own.includes(each)));
    return covering < 0 ? undefined : covering;
  });
}

function filed(routes: readonly (readonly string[])[]): (number | undefined)[] {
  const earlier = makeEarlierRoutes(routes);
  return routes.map((own, index) => {
    const covering = earlier.covering(own);
    if (covering === undefined) earlier.add(own, index);
    return covering;
  });
}

it("is the first that asks for nothing else", () => {
  const property = fc.property(fc.array(conditions, { maxLength: 12 }), (routes) => {
    expect(filed(routes)).toEqual(compared(routes));
  });
  fc.assert(property, { numRuns: 2_000 });
});

it("leaves out what has no conditions to say", () => {
  expect(makeEarlierRoutes([undefined, ["hub"]]).covering(["hub"])).toBeUndefined();
});
