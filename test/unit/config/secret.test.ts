/** A secret shows itself to who asks for it, and to nobody else. */
import { format, inspect } from "node:util";
import { expect, it } from "vitest";
import { Secret } from "../../../functions/config/secret.ts";

const secret = new Secret("S3CR3T");

it("is had by asking", () => {
  expect(secret.reveal()).toBe("S3CR3T");
});

it.each<[string, () => string]>([
  ["as text", () => String(secret)],
  ["as JSON", () => JSON.stringify({ secret })],
  ["inspected", () => inspect({ secret }, { depth: 5, showHidden: true })],
  ["formatted", () => format("%s %o %O %j", secret, secret, secret, secret)],
])("prints as <secret> %s", (_name, print) => {
  expect(print()).toContain("<secret>");
  expect(print()).not.toContain("S3CR3T");
});
