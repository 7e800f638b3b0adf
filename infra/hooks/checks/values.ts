/** The values of azd's environment that the template takes, each within what it allows. */
import { valueOf } from "../../../functions/config/variable.ts";
import type { Variables } from "../../../functions/config/variable.ts";
import { fault } from "./finding.ts";
import type { Finding } from "./finding.ts";

interface Rule {
  readonly allows: (value: string) => boolean;
  readonly words: string;
  /** A value that is allowed. */
  readonly example: string;
}

const RULES: Readonly<Record<string, Rule>> = {
  LINEWATCH_TRIAL_HUB: oneOf("none", "F1", "S1"),
  LINEWATCH_TELEMETRY: oneOf("false", "true"),
  LINEWATCH_NODE_VERSION: oneOf("24", "22"),
  LINEWATCH_MEMORY_MB: oneOf("2048", "512"),
  LINEWATCH_MAX_INSTANCES: number({ from: 40, to: 1000 }),
  LINEWATCH_ALWAYS_READY: number({ from: 0, to: 10 }, "1"),
  LINEWATCH_COSMOS: oneOf("serverless", "autoscale"),
  LINEWATCH_COSMOS_MAX_RU: number({ from: 1_000, to: 1_000_000, step: 1_000 }),
  LINEWATCH_LOCK: oneOf("false", "true"),
  LINEWATCH_DAILY_CAP_GB: number({ from: 1, to: 100 }),
  LINEWATCH_ALERT_EMAIL: {
    allows: (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
    words: "must be a mail address",
    example: "ops@example.com",
  },
};

/** Secrets of any form; azd puts them into the template's parameters as they stand. */
const UNSHOWN = ["TEAMS_OPS_WORKFLOW_URL", "TWILIO_AUTH_TOKEN", "TWILIO_API_SECRET"];

export function checkValues(env: Variables): Finding[] {
  return [...checkPlain(env), ...checkUnshown(env)];
}

function checkUnshown(env: Variables): Finding[] {
  return UNSHOWN.filter((name) => /["\\\s]/.test(valueOf(env, name) ?? "")).map((name) =>
    fault(
      `${name} has a quote, a backslash or a space in it, which no such value has and azd cannot hand on.`,
      `azd env set ${name} VALUE`,
    ),
  );
}

function checkPlain(env: Variables): Finding[] {
  return Object.entries(RULES).flatMap(([name, { allows, words, example }]) => {
    const value = valueOf(env, name);
    if (value === undefined || allows(value)) return [];
    return [fault(`${name} is “${value}”; it ${words}.`, `azd env set ${name} ${example}`)];
  });
}

function oneOf(...values: readonly [string, ...string[]]): Rule {
  const [example] = values;
  return { allows: (value) => values.includes(value), words: `must be ${values.join(" or ")}`, example };
}

function number(
  { from, to, step = 1 }: { from: number; to: number; step?: number },
  example = String(from),
): Rule {
  return {
    allows: (value) =>
      /^\d{1,9}$/.test(value) && isWithin(Number(value), from, to) && Number(value) % step === 0,
    words: `must be a whole number from ${from} to ${to}${step === 1 ? "" : `, in steps of ${step}`}`,
    example,
  };
}

function isWithin(value: number, from: number, to: number): boolean {
  return value >= from && value <= to;
}
