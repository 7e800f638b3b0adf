/**
 * Why somebody was told of an identity, or was not: each gate's finding, in order, and the first that stops. Nothing is
 * decided here: every finding is what the function says that decides.
 */
import type { Finding, GateName, Situation } from "./explain-finding.ts";
import { isToldOut } from "./explain-finding.ts";
import { flapGate } from "./explain-flap.ts";
import { graceGate, renewalGate } from "./explain-grace.ts";
import { groupGate } from "./explain-group.ts";
import { lifeGate } from "./explain-life.ts";
import { parentGate } from "./explain-parent.ts";
import { sequenceGate } from "./explain-sequence.ts";

export interface Explanation {
  /** What keeps an OFFLINE for it from being told; undefined where one is told that is not over for it. */
  readonly stoppedBy: GateName | undefined;
  readonly findings: readonly Finding[];
}

/** The last one stops whatever is not told. */
const GATES: readonly ((situation: Situation) => Finding)[] = [
  lifeGate,
  sequenceGate,
  graceGate,
  renewalGate,
  flapGate,
  parentGate,
  groupGate,
];

export function explain(situation: Situation): Explanation {
  const findings = GATES.map((gate) => gate(situation));
  return { stoppedBy: stopOf(situation, findings), findings };
}

/** What may have been told got past the others. */
function stopOf(situation: Situation, findings: readonly Finding[]): GateName | undefined {
  if (isToldOut(situation)) return undefined;
  return situation.mayBeTold ? findings.at(-1)?.gate : findings.find(({ stops }) => stops)?.gate;
}
