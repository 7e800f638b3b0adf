/** What the app needs before it starts: environment and policy file, read together so that all faults come together. */
import { basename } from "node:path";
import type { DisabledReceiver } from "./policy-file/build-receivers.ts";
import { readPolicy, type ReadPolicy } from "./policy-file/read-policy.ts";
import { type Config, policyFileOf, readConfig } from "../config.ts";
import type { Policy } from "../domain/policy.ts";
import { type ConfigurationFault, Faults } from "./fault.ts";
import { isLocal } from "./place.ts";
import type { Variables } from "./variable.ts";

export type LoadedConfiguration =
  | {
      readonly config: Config;
      readonly policy: Policy;
      readonly disabledReceivers: readonly DisabledReceiver[];
    }
  | { readonly faults: readonly ConfigurationFault[] };

/** `readFile` gives a file's text and may throw: then that is a fault too. */
export function loadConfiguration(env: Variables, readFile: (path: string) => string): LoadedConfiguration {
  const fromEnvironment = readConfig(env);
  const fromFile = loadPolicy(env, readFile);
  const policyFaults = "faults" in fromFile ? fromFile.faults : [];
  if ("faults" in fromEnvironment) return { faults: [...fromEnvironment.faults, ...policyFaults] };
  if ("faults" in fromFile) return fromFile;
  const { config, disabledChannels } = fromEnvironment;
  return { config, ...disableChannels(fromFile, disabledChannels) };
}

type LoadedPolicy =
  | Exclude<ReadPolicy, { readonly faults: unknown }>
  | { readonly faults: readonly ConfigurationFault[] };

function loadPolicy(env: Variables, readFile: (path: string) => string): LoadedPolicy {
  // Its own fault is told by `readConfig`.
  const path = policyFileOf(env, new Faults());
  if (path === undefined) return { faults: [] };
  const file = basename(path);
  let text: string;
  try {
    text = readFile(path);
  } catch {
    const message = `the policy file ${file} cannot be read; put it beside host.json, or name it in LINEWATCH_POLICY`;
    return { faults: [{ name: "LINEWATCH_POLICY", message }] };
  }
  const read = readPolicy(text, env, { fileName: file, allowLoopbackHttp: isLocal(env) });
  if (!("faults" in read)) return read;
  return {
    faults: read.faults.map(({ name, message, line, column }) => ({
      name,
      message,
      position: { file, line, column },
    })),
  };
}

/** Takes the addresses from receivers whose channel lacks its credentials. */
function disableChannels(
  { policy, disabled }: Exclude<ReadPolicy, { readonly faults: unknown }>,
  channels: readonly { readonly channel: string; readonly reason: string }[],
): { policy: Policy; disabledReceivers: DisabledReceiver[] } {
  const reasons = new Map(disabled.map(({ receiver, reason }) => [receiver, reason]));
  const receivers = policy.receivers.map((receiver) => {
    const lack = channels.find(({ channel }) => channel === receiver.channel);
    if (lack === undefined) return receiver;
    const own = reasons.get(receiver.name);
    reasons.set(receiver.name, own === undefined ? lack.reason : `${own}, ${lack.reason}`);
    return { ...receiver, targets: [] };
  });
  const disabledReceivers = [...reasons].map(([receiver, reason]) => ({ receiver, reason }));
  return { policy: { ...policy, receivers }, disabledReceivers };
}
