import * as fc from "fast-check";
import { expect, test } from "vitest";
import { groupOfIncident, incidentId, nextIncidentId } from "../../../functions/domain/incident.ts";

const GROUP = "contoso-hub!gw%211";

test("a group's first incident has the number one, and each other the next", () => {
  expect(nextIncidentId(GROUP, undefined)).toBe(`${GROUP}!000001`);
  expect(nextIncidentId(GROUP, `${GROUP}!000001`)).toBe(`${GROUP}!000002`);
  expect(nextIncidentId(GROUP, `${GROUP}!000009`)).toBe(`${GROUP}!000010`);
});

test("the ids of a group contain it and sort by their numbers", () => {
  fc.assert(
    fc.property(fc.nat(999_998), (number) => {
      const last = incidentId(GROUP, String(number).padStart(6, "0"));
      const next = nextIncidentId(GROUP, last);
      expect(groupOfIncident(next)).toBe(GROUP);
      expect(next > last).toBe(true);
    }),
  );
});
