/**
 * The environment of an app on a laptop. It can page nobody by accident: whatever points beyond this machine is
 * ignored, with a line that says so, and the outbox plays the receivers. Values that point at loopback win.
 */
import type { Variables } from "../../functions/config/variable.ts";
import type { OutboxAddress } from "./embedded-parts.ts";
import { localReceivers } from "./local-receivers.ts";
import { isOnThisMachine } from "./on-this-machine.ts";

export interface Surroundings {
  /** What the shell gave. */
  readonly given: Variables;
  readonly policyText: string;
  readonly outbox: OutboxAddress;
  /** Absent where the shell's are used; so is `sqlite`. */
  readonly queueConnectionString?: string | undefined;
  readonly sqlite?: string | undefined;
}

export interface LocalEnvironment {
  /** The variables to set, and those to unset. */
  readonly set: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
  /** The policy's text, with receivers that point beyond this machine sent to the outbox. */
  readonly policyText: string;
  readonly notes: readonly string[];
}

const TWILIO = {
  TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000000",
  TWILIO_AUTH_TOKEN: "local",
  TWILIO_FROM: "+15005550006",
};
const TWILIO_NAMES = [
  ...Object.keys(TWILIO),
  "TWILIO_API_KEY",
  "TWILIO_API_SECRET",
  "TWILIO_MESSAGING_SERVICE_SID",
  "TWILIO_API_BASE_URL",
];

export function localEnvironment(surroundings: Surroundings): LocalEnvironment {
  const { given, policyText, outbox } = surroundings;
  const receivers = localReceivers(policyText, given, outbox);
  const twilio = twilioOf(given, outbox);
  const ignored = [
    ...queueVariables(surroundings),
    ...["COSMOS_ENDPOINT", "LINEWATCH_OUTBOX"].filter((name) => isElsewhere(given, name)),
    ...receivers.ignored,
  ];
  const set = { ...partsOf(surroundings), ...twilio.set, ...receivers.set };
  const unset = [...ignored, ...twilio.ignored].filter((name) => !(name in set));
  const notes = [
    ...ignored.map((name) => `${name} points beyond this machine and is ignored.`),
    ...(twilio.ignored.length === 0
      ? []
      : [`${twilio.ignored.join(", ")} ignored: the outbox plays Twilio.`]),
    ...receivers.notes,
  ];
  if (notes.length > 0) notes.push("With --real what is ignored here is used.");
  return { set, unset, policyText: receivers.policyText, notes };
}

function isElsewhere(given: Variables, name: string): boolean {
  return Boolean(given[name]) && !isOnThisMachine(given[name]);
}

/** Where the embedded queues are used, everything that leads to others. */
function queueVariables({ given, queueConnectionString }: Surroundings): string[] {
  if (queueConnectionString === undefined) return [];
  return Object.keys(given).filter((name) => name.startsWith("AzureWebJobsStorage") && Boolean(given[name]));
}

function partsOf({ queueConnectionString, sqlite, outbox }: Surroundings): Record<string, string> {
  return {
    LINEWATCH_OUTBOX: outbox.url,
    ...(queueConnectionString === undefined ? {} : { AzureWebJobsStorage: queueConnectionString }),
    ...(sqlite === undefined ? {} : { LINEWATCH_SQLITE: sqlite }),
  };
}

/** Another Twilio on this machine is left as it is, with what it lacks. */
function twilioOf(
  given: Variables,
  outbox: OutboxAddress,
): { readonly set: Record<string, string>; readonly ignored: readonly string[] } {
  if (isOnThisMachine(given["TWILIO_API_BASE_URL"])) {
    return { set: given["TWILIO_ACCOUNT_SID"] ? {} : TWILIO, ignored: [] };
  }
  return {
    set: { ...TWILIO, TWILIO_API_BASE_URL: outbox.url },
    ignored: TWILIO_NAMES.filter((name) => Boolean(given[name])),
  };
}
