/** What a look at an incident sees, and what it can conclude. */
import type { Connection } from "./connection.ts";
import type { IdentityKey } from "./identity.ts";
import type { Changes, OwedMessages } from "./incident.ts";
import type { Cause } from "./notice.ts";
import type { Policy } from "./policy.ts";
import type { Reach } from "./reach.ts";
import type { Instant } from "./time.ts";

export type Conclusion = (
  | /** Nothing to say; `dueAt` when a wait is still running, `revisitAt` when it is enough that the sweep looks. */
    {
      readonly name: "wait";
      readonly dueAt?: Instant | undefined;
      readonly revisitAt?: Instant | undefined;
      /** When the next change is told, while there is one. */
      readonly changeAt?: Instant | undefined;
    }
  /** The first message, one to targets that joined later, or one that tells what has changed. */
  | {
      readonly name: "open" | "change";
      readonly owed: OwedMessages;
      readonly shown: readonly string[];
      readonly changes: Changes;
      readonly cause: Cause | undefined;
    }
  | { readonly name: "end"; readonly ending: Ending }
) & {
  /** Who was only behind another one, could have been back by now, and is not: they go on in an incident of their own. */
  readonly rest?: readonly IdentityKey[];
};

export type Ending =
  | { readonly outcome: "unspoken" }
  | {
      readonly outcome: "recovered" | "closed";
      readonly owed: OwedMessages;
      readonly since: Instant;
      readonly until?: Instant | undefined;
    };

/** What a look sees beside the incident and those that name it. */
export interface View {
  readonly policy: Policy;
  readonly now: Instant;
  /** Of members that are behind another one, whether they can reach the hub by now. */
  readonly reach: ReadonlyMap<IdentityKey, Reach>;
  /** System modules of gateways whose other one is a member. */
  readonly modules: readonly Connection[];
}
