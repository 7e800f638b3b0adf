/** `npm run policy -- check FILE` as people run it: lines, exit codes, no stack traces. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../../..");

function run(args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["dev/policy.ts", ...args], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("the policy command", () => {
  it("describes a valid file, shows no address, and only notes what is not set", () => {
    expect(run(["check", "linewatch.yaml"], { ONCALL_PHONE: "+4790000000" })).toEqual({
      status: 0,
      stdout: [
        "linewatch.yaml is valid.",
        "  receiver oncall: SMS to 1 number",
        "  receiver ops: disabled in this environment (TEAMS_OPS_WORKFLOW_URL is not set)",
        "  route 1: everything → ops, oncall (grace 5m, recovery 90s, groupWait 30s, groupBy gateway, UTC)",
        "",
      ].join("\n"),
      stderr: "",
    });
  });

  it("prints every fault with its place", () => {
    expect(run(["check", "test/policies/bad/receiver-name-in-capitals.yaml"])).toEqual({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^(test\/policies\/bad\/receiver-name-in-capitals\.yaml:(3:3|5:14) \S.* \[bad-name\]\n){2}$/,
      ),
    });
  });

  it.each([
    [["check", "nowhere.yaml"], 1, "nowhere.yaml: there is no such file\n"],
    [["check", "docs"], 1, "docs: this is a folder\n"],
    [["check", "linewatch.yaml", "--live"], 2, "Usage: npm run policy -- check FILE\n"],
    [["--help"], 2, "Usage: npm run policy -- check FILE\n"],
  ])("answers %j in one line", (args, status, stderr) => {
    expect(run(args)).toEqual({ status, stdout: "", stderr });
  });
});
