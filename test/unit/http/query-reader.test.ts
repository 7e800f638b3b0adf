import { expect, test } from "vitest";

import { makeQueryReader } from "../../../functions/triggers/http/query-reader.ts";
import { requestOf } from "./requests.ts";

const read = (target: string) => makeQueryReader(requestOf(target), ["state", "top"]);

test("unknown names, repetition and bad values are errors, all of them at once", () => {
  const query = read("/api/things?state=on&bogus=1&top=1&top=2");
  query.oneOf("state", ["off"]);
  expect(query.errors.map(({ field }) => field)).toEqual(["bogus", "top", "state"]);
});

test("names are case-sensitive, and an empty value is a value", () => {
  const query = read("/api/things?State=off&state=");
  query.oneOf("state", ["off"]);
  expect(query.errors.map(({ field }) => field)).toEqual(["State", "state"]);
});

test("the function key that the platform takes in the query is neither an error nor given on", () => {
  const query = read("/api/things?state=off&code=secret");
  expect(query.oneOf("state", ["off"])).toBe("off");
  expect(query.errors).toEqual([]);
  expect(query.given).toEqual([["state", "off"]]);
});

test("a comma in a value is no repetition", () => {
  expect(read("/api/things?state=a,b").text("state")).toBe("a,b");
});
