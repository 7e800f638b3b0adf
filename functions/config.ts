/**
 * The environment, and what it configures. The only file that touches the process's environment; what is in
 * `config/` is handed it. `docs/configuration.md` lists the variables for people.
 */
import { resolve } from "node:path";
import { findAppRoot } from "./config/app-root.ts";
import { type ConfigurationFault, Faults } from "./config/fault.ts";
import { type LinkKeys, readLinkKeys } from "./config/link-keys.ts";
import { isLocal } from "./config/place.ts";
import { optionalClientId, type QueuesConfig, readQueues } from "./config/queues.ts";
import { readStore, type StoreConfig } from "./config/store.ts";
import { readTwilio, type TwilioConfig } from "./config/twilio.ts";
import { optionalUrl } from "./config/url.ts";
import { optionalValue, type Variables } from "./config/variable.ts";

export interface Config {
  readonly queues: QueuesConfig;
  readonly store: StoreConfig;
  /** The user-assigned identity; without it, the Azure CLI's sign-in. */
  readonly clientId?: string;
  /** The base of links in messages, without a slash at its end. */
  readonly publicUrl?: string;
  /** Absent while anything is lacking: see `disabledChannels`. */
  readonly twilio?: TwilioConfig;
  /** Without them links are good for as long as the process lives. */
  readonly linkKeys?: LinkKeys;
  /** The policy file's absolute path. */
  readonly policyFile: string;
  /** The queues are on this machine: receivers there may be reached by plain http. */
  readonly local: boolean;
}

/** A channel whose credentials are lacking. The reason names variables, never values. */
export interface DisabledChannel {
  readonly channel: "sms";
  readonly reason: string;
}

export type ReadConfig =
  | { readonly config: Config; readonly disabledChannels: readonly DisabledChannel[] }
  | { readonly faults: readonly ConfigurationFault[] };

/** The process's environment, for who starts the app. */
export function environment(): Variables {
  return process.env;
}

/** Where the policy file lies: a relative path counts from the app's root. Undefined when the variable is faulty. */
export function policyFileOf(
  env: Variables,
  faults: Faults,
  appRoot: string = findAppRoot(),
): string | undefined {
  const earlier = faults.list.length;
  const path = optionalValue(env, "LINEWATCH_POLICY", faults) ?? "linewatch.yaml";
  return faults.list.length > earlier ? undefined : resolve(appRoot, path);
}

/** Everything that the variables say, or everything that is wrong with them. */
export function readConfig(env: Variables, appRoot: string = findAppRoot()): ReadConfig {
  const faults = new Faults();
  const queues = readQueues(env, faults);
  const store = readStore(env, faults);
  const clientId = optionalClientId(env, "AZURE_CLIENT_ID", faults);
  const publicUrl = optionalUrl(env, "PUBLIC_URL", faults);
  const { twilio, lacking } = readTwilio(env, faults);
  const linkKeys = readLinkKeys(env, faults);
  const policyFile = policyFileOf(env, faults, appRoot);
  if (faults.list.length > 0 || queues === undefined || store === undefined || policyFile === undefined) {
    return { faults: faults.list };
  }
  const config: Config = {
    queues,
    store,
    policyFile,
    local: isLocal(env),
    ...(clientId === undefined ? {} : { clientId }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(twilio === undefined ? {} : { twilio }),
    ...(linkKeys === undefined ? {} : { linkKeys }),
  };
  return {
    config,
    disabledChannels: twilio === undefined ? [{ channel: "sms", reason: lacking.join(", ") }] : [],
  };
}
