/** Starts a drill: keeps whom it is to tell, and sends its event the way that the hub's events come. */
import type { Drill } from "../domain/drill.ts";
import type { Policy } from "../domain/policy.ts";
import type { Clock, DrillWriter, Queues, Random, Store } from "./ports.ts";
import { TransientError } from "./ports.ts";
import type { DisabledReceiver } from "./queries/check-health.ts";

interface Deps {
  readonly store: Pick<Store, "drills">;
  readonly queues: Pick<Queues, "send">;
  readonly policy: Policy;
  readonly disabledReceivers: readonly DisabledReceiver[];
  readonly clock: Pick<Clock, "now">;
  readonly random: Random;
  readonly writeDrill: DrillWriter;
}

/** What is wrong with one of the receivers, by its place in the list. */
export interface ReceiverFault {
  readonly index: number;
  readonly message: string;
}

export type StartedDrill = Drill | { readonly faults: readonly ReceiverFault[] };

/**
 * @param receivers names of the policy; none are told where it is empty.
 * @throws TransientError when the store or the queue cannot do it now: then nobody is told.
 */
export async function startDrill(deps: Deps, receivers: readonly string[]): Promise<StartedDrill> {
  const faults = receivers.flatMap((name, index) => {
    const message = faultOf(deps, name);
    return message === undefined ? [] : [{ index, message }];
  });
  if (faults.length > 0) return { faults };
  const drill: Drill = {
    id: idFrom(deps.random),
    requestedAt: deps.clock.now(),
    receivers: [...new Set(receivers)],
  };
  const version = await deps.store.drills.create(drill);
  if (version === undefined) throw new TransientError(`there is a drill ${drill.id} already`);
  try {
    await deps.queues.send("events", deps.writeDrill(drill));
  } catch (error) {
    // It may lie in the queue all the same: then nobody is told, because whoever asked will ask again.
    await deps.store.drills.replace({ ...drill, receivers: [] }, version);
    throw error;
  }
  return drill;
}

function faultOf({ policy, disabledReceivers }: Deps, name: string): string | undefined {
  const disabled = disabledReceivers.find(({ receiver }) => receiver === name);
  if (disabled !== undefined) return `the receiver ${name} is disabled: ${disabled.reason}`;
  if (policy.receivers.some((receiver) => receiver.name === name)) return undefined;
  const known = [...policy.receivers.map((receiver) => receiver.name), ...namesOf(disabledReceivers)];
  return `is no receiver of the policy, which has ${[...new Set(known)].join(", ") || "none"}`;
}

function namesOf(disabled: readonly DisabledReceiver[]): string[] {
  return disabled.map(({ receiver }) => receiver);
}

const ID_DIGITS = 10;

function idFrom(random: Random): string {
  return Math.floor(random() * 36 ** ID_DIGITS)
    .toString(36)
    .padStart(ID_DIGITS, "0");
}
