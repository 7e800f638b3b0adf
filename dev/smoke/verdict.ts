/** The last lines: the verdict in one, what it leaves open, and after a failure how to mend it and where to read on. */
import type { DrillOutcome } from "./outcome.ts";
import type { Report } from "./report.ts";
import type { Page } from "./trouble.ts";

/** A drill begins in the queue: what becomes of events before it shows there. */
const BEFORE_THE_QUEUE: Page = "Dead letters";

export function sayVerdict(report: Report, print: (line: string) => void, outcome: DrillOutcome): void {
  const { passed, verdict, failedAt, advice, lookAt } = outcome;
  print("");
  report.say(passed ? `PASSED  ${verdict}` : `FAILED at ${failedAt}.`, ["bold", passed ? "green" : "red"]);
  if (passed) {
    report.say("Not part of a drill: the hub and Event Grid, up to the queue.", "dim");
    report.say(pageOf(BEFORE_THE_QUEUE), "dim");
  }
  if (advice !== null) report.say(advice);
  if (lookAt !== null) report.say(pageOf(lookAt));
}

function pageOf(page: Page): string {
  return `Read on in docs/operations.md, “${page}”.`;
}
