import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with `N passed, N failed[, N skipped]`, alone on a line. */
export default class TotalReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const total = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      // A file that cannot be loaded has no tests, and must still count as a failure.
      if (module.state() === "failed" && module.errors().length > 0) total.failed += 1;
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        if (state === "passed" || state === "failed" || state === "skipped") total[state] += 1;
      }
    }
    const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
    console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  }
}
