/** What every use case is given: the ports, the policy that was valid at the start, and what the instance remembers. */
import type { Policy } from "../domain/policy.ts";
import type { Pace } from "./pace.ts";
import type { Clock, Log, Queues, Random, Sender, Store } from "./ports.ts";
import type { Turns } from "./turns.ts";

export interface Deps {
  readonly store: Store;
  readonly queues: Queues;
  readonly sender: Sender;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly pace: Pace;
  readonly turns: Turns;
}
