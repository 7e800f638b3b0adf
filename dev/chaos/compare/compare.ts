/** The whole comparison: what the product shows and what people got, against what the simulator knows to be true. */
import { GRACE_MS, GROUP_WAIT_MS, RECOVERY_MS } from "../tempo.ts";
import type { Difference, Facts } from "./facts.ts";
import { compareFlappers, compareOften } from "./damped.ts";
import { compareGroups } from "./groups.ts";
import { compareHistories } from "./histories.ts";
import { compareIdentities } from "./identities.ts";
import { compareIncidents } from "./incidents.ts";
import { compareMessages } from "./messages.ts";
import type { MessageComparison } from "./messages.ts";
import { withThoseWhoWentOn } from "./went-on.ts";

const WAITS = { graceMs: GRACE_MS, recoveryMs: RECOVERY_MS, groupWaitMs: GROUP_WAIT_MS };

export interface Comparison extends MessageComparison {
  /** All of them, in words; empty where everything is as it should be. */
  readonly differences: readonly Difference[];
}

export function compare(seen: Facts): Comparison {
  const facts = withThoseWhoWentOn(seen);
  const messages = compareMessages(facts);
  const differences = [
    ...compareIdentities(facts),
    ...compareHistories(facts, WAITS),
    ...compareIncidents(facts, WAITS.groupWaitMs),
    ...compareGroups(facts, WAITS),
    ...compareOften(facts),
    ...compareFlappers(facts),
    ...messages.differences,
  ];
  return { ...messages, differences };
}
