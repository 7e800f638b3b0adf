/**
 * Why somebody was told of an identity, or was not: each gate's finding, in order, and the first that stops. Nothing is
 * decided here: every finding is what the function says that decides.
 */
import type { Finding, GateName, Situation } from "./finding.ts";
import { isToldOut } from "./finding.ts";
import { flapGate } from "./flap.ts";
import { graceGate, renewalGate } from "./grace.ts";
import { groupGate } from "./group.ts";
import { lifeGate } from "./life.ts";
import { parentGate } from "./parent.ts";
import { sequenceGate } from "./sequence.ts";

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
  const stoppedBy = isToldOut(situation) ? undefined : findings.find(({ stops }) => stops)?.gate;
  return { stoppedBy, findings };
}
