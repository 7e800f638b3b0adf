import { expect, test } from "vitest";

import { maskNumbers } from "../../../functions/triggers/http/mask.ts";

test.each([
  ["sms:+4791234567", "sms:+47******67"],
  ["The 'To' number +4791234567 is not valid: 21211", "The 'To' number +47******67 is not valid: 21211"],
  ["4791234567", "479*****67"],
  ["workflow:ops", "workflow:ops"],
])("%s is shown as %s", (text, shown) => {
  expect(maskNumbers(text)).toBe(shown);
});
