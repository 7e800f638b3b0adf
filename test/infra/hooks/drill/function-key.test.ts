/** The app's key is asked for again while its host starts anew, and a person is told where there is none. */
import { describe, expect, it } from "vitest";

import { readFunctionKey } from "../../../../infra/hooks/drill/function-key.ts";
import { makeFakeAz } from "../support/fake-az.ts";
import type { Answer } from "../support/scenario.ts";
import { makeVirtualClock } from "../../../integration/smoke/virtual-clock.ts";

const app = {
  subscription: "s",
  group: "rg-plant-oslo",
  name: "func-abc",
  url: "https://func-abc.azurewebsites.net",
};
const starting = { stderr: "ERROR: Operation returned an invalid status 'Service Unavailable'\n" };

function read(answer: (earlier: number) => Answer) {
  const clock = makeVirtualClock();
  return {
    reading: readFunctionKey(
      app,
      makeFakeAz((_, earlier) => answer(earlier)),
      clock,
    ),
    clock,
  };
}

it("is the default one, or whichever there is", async () => {
  expect(await read(() => ({ json: { functionKeys: { other: "b", default: "a" } } })).reading).toBe("a");
  expect(await read(() => ({ json: { functionKeys: { ours: "b" } } })).reading).toBe("b");
});

describe("while the host starts", () => {
  it("is asked for again", async () => {
    const { reading, clock } = read((n) => (n < 4 ? starting : { json: { functionKeys: { default: "a" } } }));
    expect(await reading).toBe("a");
    expect(clock.waitedMs()).toBe(20_000);
  });

  it("is given up after a minute, in the CLI's words", async () => {
    const { reading, clock } = read(() => starting);
    await expect(reading).rejects.toThrow("az functionapp keys list: Operation returned an invalid status");
    expect(clock.waitedMs()).toBe(60_000);
  });
});

it("is not waited for where it may not be read", async () => {
  const { reading, clock } = read(() => ({ stderr: "ERROR: (AuthorizationFailed) The client may not.\n" }));
  await expect(reading).rejects.toThrow("AuthorizationFailed");
  expect(clock.waitedMs()).toBe(0);
});
