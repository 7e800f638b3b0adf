import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupOf } from "../../../functions/domain/group.ts";
import type { Group } from "../../../functions/domain/group.ts";
import {
  INCIDENT_KINDS,
  groupOfIncident,
  incidentId,
  kindOfIncident,
  nextIncidentId,
  ofKind,
  spokenAfter,
  spokenSince,
} from "../../../functions/domain/incident.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { POLICY, ROUTE } from "./policies.ts";

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

describe("a group's incidents of each kind", () => {
  const group: Group = { key: GROUP, hub: "contoso-hub", subject: "gw!1" };

  test("are numbered by themselves, and their ids say of which kind they are", () => {
    for (const kind of INCIDENT_KINDS) {
      const { key } = ofKind(group, kind);
      const first = nextIncidentId(key, undefined);
      expect([first, nextIncidentId(key, first)].map(kindOfIncident)).toEqual([kind, kind]);
      expect(groupOfIncident(first)).toBe(key);
    }
    expect(new Set(INCIDENT_KINDS.map((kind) => ofKind(group, kind).key)).size).toBe(INCIDENT_KINDS.length);
  });

  test("are of the same hub and are called the same; outages have the group's own key", () => {
    expect(ofKind(group, "outage")).toEqual(group);
    const { key, ...rest } = ofKind(group, "flapping");
    expect({ ...rest, key: GROUP }).toEqual(group);
    expect(key.startsWith(`${GROUP}!`)).toBe(true);
  });

  test.each([["gateway"], ["hub"], ["tag:site"], ["device", "tag:site"]] as const)(
    "of outages are never taken for flapping, whatever the names in the group's key: %s",
    (...groupBy) => {
      const awkward = fc.oneof(fc.constantFrom(":flapping", "!:flapping", "a!:flapping"), fc.string());
      fc.assert(
        fc.property(awkward, awkward, awkward, (hub, deviceId, site) => {
          const tags = [{ device: "*", set: { site } }];
          const policy = { ...POLICY, tags, routes: [{ ...ROUTE, groupBy }] };
          const { key } = groupOf({ hub, deviceId }, policy);
          expect(kindOfIncident(nextIncidentId(key, undefined))).toBe("outage");
        }),
      );
    },
  );
});

describe("since when a message has spoken of a member", () => {
  const untold: Incident = {
    id: `${GROUP}!000001`,
    group: GROUP,
    hub: "contoso-hub",
    subject: "gw!1",
    code: "K7QM",
    state: { name: "open" },
    openedAt: 0,
    opener: { key: "a", until: 0 },
    told: [],
    shown: [],
  };
  const after = (incident: Incident, shown: readonly string[], at: number): Incident => ({
    ...incident,
    announcedAt: incident.announcedAt ?? at,
    shown,
    spoken: spokenAfter(incident, shown, at),
  });
  const opened = after(untold, ["a", "b"], 10);

  test("is kept for all of whom it spoke first, and for each that came later", () => {
    const grown = after(opened, ["a", "b", "c"], 20);
    expect(grown.spoken).toEqual([
      { at: 10, count: 2 },
      { at: 20, count: 3 },
    ]);
    expect(["a", "b", "c", "d"].map((key) => spokenSince(grown, key))).toEqual([10, 10, 20, undefined]);
  });

  test("takes no room where it speaks of nobody else", () => {
    expect(after(opened, ["a", "b"], 20).spoken).toEqual([{ at: 10, count: 2 }]);
  });

  test("is not known of an incident that was told of before that was kept", () => {
    const old = { ...opened, spoken: undefined };
    expect(spokenSince(old, "a")).toBeUndefined();
    expect(spokenAfter(old, ["a", "b", "c"], 20)).toBeUndefined();
  });
});
