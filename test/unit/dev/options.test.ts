import { resolve } from "node:path";

import { describe, expect, it } from "vitest";

import { readEmbeddedOptions } from "../../../dev/embedded/options.ts";
import { readScenarioOptions } from "../../../dev/scenarios/options.ts";
import { readOptions } from "../../../dev/start/options.ts";

describe("npm start", () => {
  it("has the contract's defaults", () => {
    expect(readOptions([])).toEqual({
      port: 7071,
      outboxPort: 7072,
      policy: undefined,
      data: undefined,
      scenario: "edge-cable",
      real: false,
      json: false,
    });
  });

  it("takes every option", () => {
    const args = "--port 0 --outbox-port 65535 --policy p.yaml --data d --scenario other --json";
    expect(readOptions(args.split(" "))).toEqual({
      port: 0,
      outboxPort: 65_535,
      policy: resolve("p.yaml"),
      data: resolve("d"),
      scenario: "other",
      real: false,
      json: true,
    });
  });

  it("plays nothing where that is asked for, and never with --real", () => {
    expect(readOptions(["--scenario", "none"])).toMatchObject({ scenario: undefined });
    expect(readOptions(["--real"])).toMatchObject({ real: true, scenario: undefined });
    expect(readOptions(["--real", "--scenario", "none"])).toMatchObject({ scenario: undefined });
    expect(readOptions(["--real", "--scenario", "edge-cable"])).toContain("With --real no scenario runs");
  });

  it.for(["--port=", "--port=-1", "--port=65536", "--port=7e3", "--unknown", "stray", "--json=yes"])(
    "refuses %s with a sentence and the usage",
    (option) => {
      expect(readOptions([option])).toMatch(/\S.*\nnpm start -- /s);
    },
  );
});

describe("npm run embedded", () => {
  it("takes a free port unless it is told another", () => {
    expect(readEmbeddedOptions([])).toEqual({ dataDir: undefined, outboxPort: 0, json: false });
    const args = ["--data", "d", "--outbox-port", "7072", "--json"];
    expect(readEmbeddedOptions(args)).toEqual({ dataDir: resolve("d"), outboxPort: 7072, json: true });
    expect(readEmbeddedOptions(["--outbox-port", "x"])).toContain("--outbox-port takes a port number");
  });
});

describe("npm run scenario", () => {
  it("plays at its own speed against the default address", () => {
    const url = "http://127.0.0.1:7071";
    expect(readScenarioOptions(["edge-cable"])).toEqual({ name: "edge-cable", speed: 1, url });
    expect(readScenarioOptions(["--url", "http://localhost:1/"])).toMatchObject({
      url: "http://localhost:1",
    });
  });

  it.for([
    ["--speed", "0"],
    ["--speed", "fast"],
    ["--speed", "-1"],
    ["--url", "nowhere"],
    ["a", "b"],
    ["--x"],
  ])("refuses %s %s", (args) => {
    expect(readScenarioOptions(args)).toMatch(/\S.*\nnpm run scenario -- /s);
  });
});
