/** What SMS needs beside phone numbers: Twilio's account, a credential and a sender, by the app's own reader. */
import { Faults } from "../../../functions/config/fault.ts";
import type { PolicyFile } from "../../../functions/config/policy-file/schema/policy-schema.ts";
import { readTwilio } from "../../../functions/config/twilio.ts";
import type { Variables } from "../../../functions/config/variable.ts";
import { fault, warning } from "./finding.ts";
import type { Finding } from "./finding.ts";
import type { Sources } from "./given-value.ts";

const EXAMPLES: Readonly<Record<string, string>> = {
  TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000000",
  TWILIO_API_KEY: "SK00000000000000000000000000000000",
  TWILIO_MESSAGING_SERVICE_SID: "MG00000000000000000000000000000000",
  TWILIO_FROM: "+4790000000",
};

export interface CheckedTwilio {
  /** Names of the receivers that get no SMS. */
  readonly silent: readonly string[];
  readonly findings: readonly Finding[];
}

export function checkTwilio(policy: PolicyFile, sources: Sources): CheckedTwilio {
  const receivers = Object.entries(policy.receivers).flatMap(([name, { sms }]) =>
    sms === undefined ? [] : [name],
  );
  const faults = new Faults();
  const { lacking } = readTwilio(deployed(sources), faults);
  const findings = faults.list.map(({ name, message }) => {
    return fault(`${message}.`, `azd env set ${name} ${EXAMPLES[name] ?? "VALUE"}`);
  });
  if (receivers.length === 0 || lacking.length === 0) return { silent: [], findings };
  const words = `No SMS will be sent (${receivers.join(", ")}): ${lacking.join("; ")}.`;
  const lines = ["TWILIO_ACCOUNT_SID", "TWILIO_MESSAGING_SERVICE_SID"].map(
    (name) => `azd env set ${name} ${EXAMPLES[name] ?? ""}`,
  );
  return {
    silent: receivers,
    findings: [...findings, warning(words, ...lines, "azd env set-secret TWILIO_AUTH_TOKEN")],
  };
}

/** As the app will see it: with the vault's secrets, and never with another host for Twilio. */
function deployed({ env, secrets }: Sources): Variables {
  const fromVault = Object.fromEntries([...secrets].map((name) => [name, "kept in the vault"]));
  return { ...env, ...fromVault, TWILIO_API_BASE_URL: undefined };
}
