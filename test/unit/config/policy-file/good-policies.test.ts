/** What valid policy files become: the domain's policy, with the defaults filled in. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { BuiltPolicy } from "../../../../functions/config/policy-file/build-policy.ts";
import { readPolicy } from "../../../../functions/config/policy-file/read-policy.ts";
import { FLAPPING, RENEWAL } from "../../domain/policies.ts";

const root = join(import.meta.dirname, "../../../..");
const goodFolder = join(root, "test/policies/good");

const env = {
  TEAMS_OPS_WORKFLOW_URL: "https://prod-01.westeurope.logic.azure.com/workflows/1?sig=x",
  ONCALL_PHONE: "+4790000001",
  MANAGER_PHONE: "+4790000002",
  A: "+4790000003",
  COUNTRY: "47",
};

function readValid(path: string, variables: Record<string, string> = env): BuiltPolicy {
  const read = readPolicy(readFileSync(path, "utf8"), variables, {
    fileName: path,
    allowLoopbackHttp: false,
  });
  if ("faults" in read) throw new Error(JSON.stringify(read.faults));
  return read;
}

const ops = {
  name: "ops",
  channel: "teams-workflow",
  targets: [{ id: "workflow:ops", channel: "teams-workflow", address: env.TEAMS_OPS_WORKFLOW_URL }],
};

describe("a valid policy file", () => {
  it.each([
    ...readdirSync(goodFolder).map((name) => join(goodFolder, name)),
    join(root, "linewatch.yaml"),
    join(root, "dev/demo.yaml"),
  ])("%s is accepted whether or not variables are set", (path) => {
    expect(readValid(path, {}).disabled.length).toBeGreaterThan(0);
    expect(readValid(path).disabled.filter(({ receiver }) => receiver !== "fleet")).toEqual([]);
  });

  it("fills in the contract's defaults", () => {
    expect(readValid(join(goodFolder, "smallest.yaml"))).toEqual({
      policy: {
        routes: [
          {
            match: {},
            notify: ["ops"],
            graceMs: 300_000,
            recoveryMs: 90_000,
            groupBy: ["gateway"],
            groupWaitMs: 30_000,
            groupIntervalMs: 300_000,
            zone: "UTC",
          },
        ],
        receivers: [ops],
        flapping: FLAPPING,
        renewal: RENEWAL,
        tags: [],
        topology: [],
        growth: 0.25,
        retryForMs: 86_400_000,
      },
      disabled: [],
    });
  });

  it("takes the contract's example as it stands", () => {
    const { policy, disabled } = readValid(join(goodFolder, "every-key.yaml"));
    const same = {
      recoveryMs: 90_000,
      groupBy: ["gateway"],
      groupWaitMs: 30_000,
      groupIntervalMs: 300_000,
      zone: "Europe/Oslo",
    };
    expect(policy.routes).toEqual([
      {
        match: { hub: "contoso-hub", device: "oslo-*", module: "$edgeHub", tags: { tier: "critical" } },
        notify: ["ops", "oncall"],
        graceMs: 120_000,
        ...same,
      },
      { match: {}, notify: ["ops"], graceMs: 300_000, ...same },
    ]);
    expect(policy.receivers.map(({ name }) => name)).toEqual(["ops", "oncall", "manager"]);
    expect(policy.tags).toEqual([{ device: "oslo-*", set: { site: "Oslo", tier: "critical" } }]);
    expect(disabled).toEqual([{ receiver: "fleet", reason: "the Teams bot is not set up" }]);
  });

  it("lets a route override the defaults, down to nothing", () => {
    const { policy } = readValid(join(goodFolder, "bounds.yaml"));
    expect(policy.routes[0]).toMatchObject({ graceMs: 1, recoveryMs: 0, groupWaitMs: 0 });
    expect(policy.routes.at(-1)).toMatchObject({ graceMs: 604_800_000, groupWaitMs: 3_600_000 });
  });

  it("makes one target of each number, in the file's order", () => {
    const [receiver] = readValid(join(goodFolder, "bounds.yaml")).policy.receivers;
    expect(receiver?.targets).toEqual(
      ["+4790000000", "+4790000003"].map((number) => ({
        id: `sms:${number}`,
        channel: "sms",
        address: number,
      })),
    );
  });

  it("writes an alias's value in its place", () => {
    const { policy } = readValid(join(goodFolder, "anchors.yaml"));
    expect(policy.routes.map(({ graceMs, recoveryMs }) => [graceMs, recoveryMs])).toEqual([
      [3_600_000, 90_000],
      [300_000, 3_600_000],
    ]);
    expect(policy.receivers.map(({ targets }) => targets[0]?.id)).toEqual(["workflow:ops", "workflow:night"]);
  });

  it("runs the demo with short times", () => {
    const { policy } = readValid(join(root, "dev/demo.yaml"));
    expect(policy.routes).toMatchObject([
      { match: { device: "*bergen*" }, notify: ["ops", "oncall"], graceMs: 8_000, groupWaitMs: 5_000 },
      { notify: ["ops", "oncall"], graceMs: 5_000, recoveryMs: 3_000, groupWaitMs: 2_000 },
    ]);
  });
});
