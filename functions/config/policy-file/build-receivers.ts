/** The receivers of a valid file with the environment's values in them; one that lacks a value is disabled alone. */
import type { Receiver, Target } from "../../domain/policy.ts";
import type { Variables } from "../variable.ts";
import { expand, variablesIn } from "./reference.ts";
import type { PolicyFile } from "./schema/policy-schema.ts";
import { isPhoneNumber } from "./schema/receivers.ts";
import { refusedWorkflowUrl, type UrlRules } from "./workflow-url.ts";

/** A receiver that cannot be told anything. The reason names variables, never their values. */
export interface DisabledReceiver {
  readonly receiver: string;
  readonly reason: string;
}

export interface BuiltReceivers {
  readonly receivers: readonly Receiver[];
  readonly disabled: readonly DisabledReceiver[];
}

type ReceiverEntry = PolicyFile["receivers"][string];
type Addresses =
  | { readonly channel: Receiver["channel"]; readonly targets: readonly Target[] }
  | { readonly channel: Receiver["channel"] | undefined; readonly reason: string };

export function buildReceivers(file: PolicyFile, env: Variables, rules: UrlRules): BuiltReceivers {
  const receivers: Receiver[] = [];
  const disabled: DisabledReceiver[] = [];
  for (const [name, entry] of Object.entries(file.receivers)) {
    const addresses = addressesOf(name, entry, env, rules);
    const targets = "targets" in addresses ? addresses.targets : [];
    if ("reason" in addresses) disabled.push({ receiver: name, reason: addresses.reason });
    if (addresses.channel !== undefined) receivers.push({ name, channel: addresses.channel, targets });
  }
  return { receivers, disabled };
}

function addressesOf(name: string, entry: ReceiverEntry, env: Variables, rules: UrlRules): Addresses {
  if (entry.sms !== undefined) return phones(entry.sms.to, env);
  const url = entry.teams?.workflow;
  // Places of the bot have no channel in this version of the product.
  if (url === undefined) return { channel: undefined, reason: "the Teams bot is not set up" };
  return workflow(name, url, env, rules);
}

function workflow(name: string, template: string, env: Variables, rules: UrlRules): Addresses {
  const channel = "teams-workflow";
  const url = expand(template, env);
  if (url.name === "lacking") return { channel, reason: url.reason };
  const refusal = refusedWorkflowUrl(url.text, rules);
  if (refusal !== undefined) return { channel, reason: `${sourceOf(template)}: the URL ${refusal.words}` };
  return { channel, targets: [{ id: `workflow:${name}`, channel, address: url.text }] };
}

function phones(templates: readonly string[], env: Variables): Addresses {
  const channel = "sms";
  const targets = new Map<string, Target>();
  const reasons: string[] = [];
  for (const template of templates) {
    const number = expand(template, env);
    if (number.name === "lacking") reasons.push(number.reason);
    else if (!isPhoneNumber(number.text)) {
      reasons.push(`${sourceOf(template)} is not a phone number in international form, such as +4790000000`);
    } else targets.set(number.text, { id: `sms:${number.text}`, channel, address: number.text });
  }
  if (reasons.length > 0) return { channel, reason: [...new Set(reasons)].join("; ") };
  return { channel, targets: [...targets.values()] };
}

/** Where a value came from: its variables, since what the file says itself has been checked. */
function sourceOf(template: string): string {
  return variablesIn(template).join(", ");
}
