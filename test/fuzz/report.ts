/** What a run of the fuzzer has seen: how each kind of mutation ended, and every case that broke a promise. */

export interface Finding {
  /** With the seed, all that is needed to see it again. */
  readonly caseIndex: number;
  readonly kinds: readonly string[];
  readonly what: string;
  /** The beginning of the input. */
  readonly input: string;
}

export interface Tally {
  accepted: number;
  refused: number;
}

/** An input that took long for its length. */
export interface SlowInput {
  readonly caseIndex: number;
  readonly input: string;
  readonly msPerCharacter: number;
}

export interface FuzzReport {
  readonly cases: number;
  readonly byKind: ReadonlyMap<string, Readonly<Tally>>;
  /** How often each reason or fault was given. */
  readonly reasons: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
  /** The slowest for their length, as far as one look at the clock can say: to be measured again. */
  readonly slowest: readonly SlowInput[];
}

export interface Recorder {
  ended(kinds: readonly string[], isAccepted: boolean): void;
  reason(name: string): void;
  took(caseIndex: number, input: string, ms: number): void;
  found(caseIndex: number, kinds: readonly string[], what: string, input: string): void;
  report(cases: number): FuzzReport;
}

const KEPT_FINDINGS = 20;
const KEPT_CHARACTERS = 2_000;
const KEPT_SLOWEST = 5;
/** What any input costs, in characters. */
const LEAST_CHARACTERS = 1_000;

export function makeRecorder(): Recorder {
  const byKind = new Map<string, Tally>();
  const reasons = new Map<string, number>();
  const findings: Finding[] = [];
  const slowest: SlowInput[] = [];
  return {
    ended(kinds, isAccepted) {
      for (const kind of kinds) {
        const tally = byKind.get(kind) ?? { accepted: 0, refused: 0 };
        byKind.set(kind, tally);
        if (isAccepted) tally.accepted += 1;
        else tally.refused += 1;
      }
    },
    reason: (name) => void reasons.set(name, (reasons.get(name) ?? 0) + 1),
    found(caseIndex, kinds, what, input) {
      if (findings.length >= KEPT_FINDINGS) return;
      findings.push({ caseIndex, kinds, what, input: input.slice(0, KEPT_CHARACTERS) });
    },
    took(caseIndex, input, ms) {
      const msPerCharacter = ms / Math.max(input.length, LEAST_CHARACTERS);
      const least = slowest.at(-1);
      if (slowest.length >= KEPT_SLOWEST && least !== undefined && least.msPerCharacter >= msPerCharacter)
        return;
      slowest.push({ caseIndex, input, msPerCharacter });
      slowest.sort((left, right) => right.msPerCharacter - left.msPerCharacter);
      slowest.splice(KEPT_SLOWEST);
    },
    report: (cases) => ({ cases, byKind, reasons, findings, slowest }),
  };
}
