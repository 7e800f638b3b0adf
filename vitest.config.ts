import { defineConfig } from "vitest/config";

/** One run for every kind of test; `test/total-reporter.ts` ends it with the line that `.ci/run` is read by. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The longest files wait for real queues and processes most of the time, and use little of a core.
    maxWorkers: 3,
    reporters: ["default", "./test/total-reporter.ts"],
    env: { NODE_ENV: "test" },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
