/** What every use case is given: the ports, and the policy that was valid at the start. */
import type { Policy } from "../domain/policy.ts";
import type { Clock, Log, Queues, Random, Sender, Store } from "./ports.ts";

export interface Deps {
  readonly store: Store;
  readonly queues: Queues;
  readonly sender: Sender;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}
