import * as fc from "fast-check";
import { expect, test } from "vitest";
import { transitionKey } from "../../../functions/domain/transition.ts";
import { T0, seq } from "./histories.ts";

test("keys sort by time, whatever the number of digits", () => {
  const instant = fc.integer({ min: 0, max: 8_640_000_000_000_000 / 10 });
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      const [one, two] = [a, b].map((at) => transitionKey({ at, state: "deleted" }));
      expect((one ?? "") < (two ?? "")).toBe(a < b);
    }),
  );
});

test("a transition is mentioned by one key: time, cause and state tell them apart", () => {
  const keys = [T0, T0 + 1].flatMap((at) =>
    [seq(1), seq(2), undefined].flatMap((cause) =>
      (["online", "offline"] as const).map((state) => transitionKey({ at, cause, state })),
    ),
  );
  expect(new Set(keys).size).toBe(12);
  expect(transitionKey({ at: T0, cause: undefined, state: "deleted" })).toBe(
    transitionKey({ at: T0, state: "deleted" }),
  );
  expect(transitionKey({ at: 7, state: "deleted" })).toBe("000000000000007.-.deleted");
});
