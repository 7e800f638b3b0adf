/**
 * Which URLs a Teams workflow may have. Whoever can set one could make the app call any address, so only Power
 * Automate's hosts pass, and those that the policy file names. The words never repeat the URL: it is a secret.
 */
import { isLoopbackHost } from "../loopback.ts";
import { Refusal } from "./schema/leaf.ts";

const powerAutomateHosts = ["*.logic.azure.com", "*.environment.api.powerplatform.com"];
const retiredHosts = [
  "webhook.office.com",
  "*.webhook.office.com",
  "outlook.office.com",
  "outlook.office365.com",
];

export interface UrlRules {
  /** `allowHosts` of the policy file. */
  readonly allowHosts: readonly string[];
  /** Plain http to this machine, for the local runner alone. */
  readonly allowLoopbackHttp: boolean;
}

/** Why a URL is refused; undefined when it may be used. */
export function refusedWorkflowUrl(text: string, rules: UrlRules): Refusal | undefined {
  if (!URL.canParse(text)) return refused("is not a complete URL; copy it from the workflow's trigger");
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return refused("must not hold a user name or a password");
  if (matchesAny(url.hostname, retiredHosts)) {
    return new Refusal(
      "retired-connector",
      "belongs to an Office 365 connector, and those are retired; make a workflow in Teams and use its URL",
    );
  }
  if (url.protocol === "http:" && isLoopbackHost(url.hostname)) {
    return rules.allowLoopbackHttp
      ? undefined
      : refused("must begin with https://; http to this machine is for the local runner");
  }
  if (url.protocol !== "https:") return refused("must begin with https://");
  if (matchesAny(url.hostname, [...powerAutomateHosts, ...rules.allowHosts])) return undefined;
  return refused(
    "is on a host that is not Power Automate's; name the host under allowHosts if that is meant",
  );
}

function refused(words: string): Refusal {
  return new Refusal("bad-workflow-url", words);
}

function matchesAny(hostname: string, hosts: readonly string[]): boolean {
  return hosts.some((host) => {
    const wanted = host.toLowerCase();
    return wanted.startsWith("*.") ? hostname.endsWith(wanted.slice(1)) : hostname === wanted;
  });
}
