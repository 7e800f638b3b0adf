import { expect, test } from "vitest";
import { groupOf } from "../../../functions/domain/group.ts";
import { groupOfIncident, incidentId } from "../../../functions/domain/incident.ts";

test("a device and its modules are one group, called as the device", () => {
  const device = { hub: "contoso-hub", deviceId: "gw!1" };
  const group = { key: "contoso-hub!gw%211", hub: "contoso-hub", subject: "gw!1" };
  expect(groupOf(device)).toEqual(group);
  expect(groupOf({ ...device, moduleId: "$edgeHub" })).toEqual(group);
});

test("the same id on another hub is another group", () => {
  expect(groupOf({ hub: "b", deviceId: "gw" }).key).not.toBe(groupOf({ hub: "a", deviceId: "gw" }).key);
});

test("an incident's id contains its group", () => {
  const { key } = groupOf({ hub: "contoso-hub", deviceId: "gw!1" });
  expect(groupOfIncident(incidentId(key, "mh2k0c0000"))).toBe(key);
  expect(groupOfIncident("nonsense")).toBe("");
});
