/** Values of azd's environment, one row each: what is taken, and what is said of what is not. */
import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { checkEnvironment } from "../../../../infra/hooks/checks/check-environment.ts";
import type { Finding } from "../../../../infra/hooks/checks/finding.ts";
import { ENVIRONMENT } from "../support/azure.ts";
import { bad, good } from "./environments.ts";
import type { Env } from "./environments.ts";

const SHIPPED = readFileSync(new URL("../../../../linewatch.yaml", import.meta.url), "utf8");

const check = (env: Env): Finding[] => checkEnvironment({ ...ENVIRONMENT, ...env }, SHIPPED);

it("has nothing to say where everything is given", () => {
  expect(check({})).toEqual([]);
});

it.each(good)("takes %j", (env) => {
  expect(check(env)).toEqual([]);
});

it.each(bad)("refuses %j", (env, words, line) => {
  const findings = check(env).filter(({ severity }) => severity === "fault");
  expect(findings.map((finding) => finding.words.startsWith(words))).toEqual([true]);
  expect(findings[0]?.lines.some((one) => one.startsWith(line))).toBe(true);
});

it("never repeats a value that could be secret", () => {
  const secrets = {
    TEAMS_OPS_WORKFLOW_URL: "https://hooks.example.com/very-secret",
    ONCALL_PHONE: "12345678",
    TWILIO_ACCOUNT_SID: "sid-secret",
    TWILIO_AUTH_TOKEN: "token-secret",
    LINEWATCH_POLICY_SECRETS: '{"MANAGER_PHONE":"secret value"}',
  };
  expect(JSON.stringify(check(secrets))).not.toMatch(
    /secret[ "]?value|very-secret|12345678|sid-secret|token-secret/,
  );
});
