/** URLs among the variables. */
import type { Faults } from "./fault.ts";
import { isLoopbackHost } from "./loopback.ts";
import { optionalValue, type Variables } from "./variable.ts";

/**
 * The URL in a variable, without a slash at its end; undefined when there is none or it is faulty. It must be https;
 * plain http is for this machine.
 */
export function optionalUrl(env: Variables, name: string, faults: Faults): string | undefined {
  const text = optionalValue(env, name, faults);
  if (text === undefined) return undefined;
  if (!URL.canParse(text)) return faults.add(name, "must be a complete URL, beginning with https://");
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if (username !== "" || password !== "" || search !== "" || hash !== "") {
    return faults.add(name, "must be a URL without user name, password, query and fragment");
  }
  if (protocol !== "https:" && !(protocol === "http:" && isLoopbackHost(hostname))) {
    return faults.add(name, "must begin with https://; plain http is for this machine only");
  }
  return text.replace(/\/+$/, "");
}
