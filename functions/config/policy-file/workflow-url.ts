/**
 * Which URLs a Teams workflow may have. Whoever can set one could make the app call any address, so only Power
 * Automate's hosts pass, and those that the policy file names. The words never repeat the URL: it is a secret.
 */
import { isLoopbackHost } from "../loopback.ts";
import { Refusal } from "./schema/leaf.ts";

const powerAutomateHosts = ["*.logic.azure.com", "*.environment.api.powerplatform.com"];
const isRetired = makeHostTest([
  "webhook.office.com",
  "*.webhook.office.com",
  "outlook.office.com",
  "outlook.office365.com",
]);

export interface UrlRules {
  readonly isAllowedHost: (hostname: string) => boolean;
  /** Plain http to this machine, for the local runner alone. */
  readonly allowLoopbackHttp: boolean;
}

/** `allowHosts`: of the policy file. Made once, because a file may have as many hosts as receivers. */
export function makeUrlRules(allowHosts: readonly string[], allowLoopbackHttp: boolean): UrlRules {
  return { isAllowedHost: makeHostTest([...powerAutomateHosts, ...allowHosts]), allowLoopbackHttp };
}

/** Why a URL is refused; undefined when it may be used. */
export function refusedWorkflowUrl(text: string, rules: UrlRules): Refusal | undefined {
  if (!URL.canParse(text)) return refused("is not a complete URL; copy it from the workflow's trigger");
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return refused("must not hold a user name or a password");
  if (isRetired(url.hostname)) {
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
  if (rules.isAllowedHost(url.hostname)) return undefined;
  return refused(
    "is on a host that is not Power Automate's; name the host under allowHosts if that is meant",
  );
}

function refused(words: string): Refusal {
  return new Refusal("bad-workflow-url", words);
}

/** `*.` before a host's name stands for all hosts below it, however deep. */
function makeHostTest(hosts: readonly string[]): (hostname: string) => boolean {
  const wanted = new Set(hosts.map((host) => host.toLowerCase()));
  return (hostname) => {
    if (wanted.has(hostname)) return true;
    for (let dot = hostname.indexOf("."); dot >= 0; dot = hostname.indexOf(".", dot + 1)) {
      if (wanted.has(`*${hostname.slice(dot)}`)) return true;
    }
    return false;
  };
}
