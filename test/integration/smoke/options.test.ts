/** What the command takes, and the sentences for what it does not. */
import { describe, expect, it } from "vitest";

import { readSmokeOptions } from "../../../dev/smoke/options.ts";

const url = "https://func-linewatch.example";

describe("the options of npm run smoke", () => {
  it("need an address only: nobody is told then", () => {
    expect(readSmokeOptions(["--url", `${url}/`], {})).toEqual({
      url,
      key: undefined,
      receivers: [],
      json: false,
      timeoutMs: 120_000,
    });
  });

  it("are all taken", () => {
    const args = [
      "--url",
      url,
      "--key",
      "abc",
      "--receivers",
      "ops, oncall,,ops",
      "--timeout",
      "30",
      "--json",
    ];
    expect(readSmokeOptions(args, {})).toEqual({
      url,
      key: "abc",
      receivers: ["ops", "oncall"],
      json: true,
      timeoutMs: 30_000,
    });
  });

  it("take the key from the environment, unless it is given", () => {
    const env = { LINEWATCH_KEY: "of-the-environment\n" };
    expect(readSmokeOptions(["--url", url], env)).toMatchObject({ key: "of-the-environment" });
    expect(readSmokeOptions(["--url", url, "--key", "given"], env)).toMatchObject({ key: "given" });
    expect(readSmokeOptions(["--url", url], { LINEWATCH_KEY: "" })).toMatchObject({ key: undefined });
  });

  it.each(["http://127.0.0.1:7071", "http://localhost:7071", "http://[::1]:7071"])(
    "allow plain http on this machine: %s",
    (address) => {
      expect(readSmokeOptions(["--url", address], {})).toMatchObject({ url: address });
    },
  );

  it.each([
    [[], "--url is missing"],
    [["--url", "http://func-linewatch.example"], "use https://func-linewatch.example."],
    [["--url", "http://127.0.0.1.example"], "use https://127.0.0.1.example."],
    [["--url", "localhost:7071"], "begins with https://"],
    [["--url", `${url}?code=abc`], "ends before any"],
    [["--url", url, "--timeout", "0"], "--timeout takes whole seconds, from 1 to 3600."],
    [["--url", url, "--timeout", "2m"], "--timeout takes whole seconds, from 1 to 3600."],
    [["--url", url, "--key", "two words"], "copy it again"],
    [["--url", url, "--no-such-option"], "--no-such-option"],
  ])("refuse %j with a sentence and the usage", (args, words) => {
    const refused = readSmokeOptions(args, {});
    expect(refused).toContain(words);
    expect(refused).toContain("\nnpm run smoke -- --url");
    expect(refused).toContain("LINEWATCH_KEY");
  });

  it("do not repeat a key that lost its flag", () => {
    const refused = readSmokeOptions(["--url", url, "s3cr3t"], {});
    expect(refused).toContain("Every value belongs to an option");
    expect(refused).not.toContain("s3cr3t");
  });
});
