/** The policy file before a deployment: its own faults, and the variables that it names. */
import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { checkEnvironment } from "../../../../infra/hooks/checks/check-environment.ts";
import type { Finding } from "../../../../infra/hooks/checks/finding.ts";
import { ENVIRONMENT } from "../support/azure.ts";
import type { Env } from "./environments.ts";

const SHIPPED = readFileSync(new URL("../../../../linewatch.yaml", import.meta.url), "utf8");

const check = (env: Env, policy: string): Finding[] => checkEnvironment({ ...ENVIRONMENT, ...env }, policy);

describe("the policy file", () => {
  const withManager = SHIPPED.replace(
    "routes:\n",
    '  manager: { sms: { to: ["${MANAGER_PHONE}", "${ONCALL_PHONE}"] } }\n  fleet: { teams: { bot: fleet-alerts } }\nroutes:\n',
  );

  it("must be there", () => {
    expect(checkEnvironment(ENVIRONMENT, undefined)).toMatchObject([
      {
        severity: "fault",
        words: "There is no policy file linewatch.yaml: without one nobody is told anything.",
      },
    ]);
  });

  it("tells all its faults with their places, as one thing to mend", () => {
    const [finding, ...more] = check({}, "receivers: {}\nroutes:\n  - notify: [nobody]\n    grace: soon\n");
    expect(more).toEqual([]);
    expect(finding?.lines[0]).toBe("npm run policy -- check linewatch.yaml");
    expect(finding?.lines.slice(1).map((line) => line.split(" ")[0])).toEqual([
      "linewatch.yaml:1:12",
      "linewatch.yaml:4:12",
    ]);
  });

  it("may name variables that nobody gives: then it says who stays silent, and how to give them", () => {
    const findings = check({}, withManager);
    expect(findings.map(({ severity }) => severity)).toEqual(["warning", "warning"]);
    expect(findings.map(({ words }) => words)).toEqual([
      "The receiver manager stays silent: MANAGER_PHONE is not given.",
      "The receiver fleet stays silent: there is no Teams bot in this version.",
    ]);
    expect(findings[0]?.lines[0]).toContain('{"MANAGER_PHONE":"manager-phone"}');
  });

  it("takes a variable that the shell alone has for one that is not given: the app will not have it", () => {
    expect(check({ MANAGER_PHONE: "+4790000000" }, withManager)[0]?.words).toContain(
      "MANAGER_PHONE is not given",
    );
  });

  it("takes a variable from the vault without seeing its value", () => {
    const env = { LINEWATCH_POLICY_SECRETS: '{"MANAGER_PHONE":"manager-phone"}' };
    expect(check(env, withManager).map(({ words }) => words)).toEqual([
      "The receiver fleet stays silent: there is no Teams bot in this version.",
    ]);
  });

  it("may allow other hosts for a workflow", () => {
    const policy = `${SHIPPED}\nallowHosts: [flows.example.com]\n`;
    expect(check({ TEAMS_OPS_WORKFLOW_URL: "https://flows.example.com/x" }, policy)).toEqual([]);
  });

  it("without phones needs no Twilio", () => {
    const policy =
      'receivers: { ops: { teams: { workflow: "${TEAMS_OPS_WORKFLOW_URL}" } } }\nroutes: [{ notify: [ops] }]\n';
    expect(check({ TWILIO_ACCOUNT_SID: "", TWILIO_AUTH_TOKEN: "", TWILIO_FROM: "" }, policy)).toEqual([]);
  });
});
