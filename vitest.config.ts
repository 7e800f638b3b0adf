import { defineConfig } from "vitest/config";

/** One run for every kind of test; `test/total-reporter.ts` ends it with the line that `.ci/run` is read by. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "./test/total-reporter.ts"],
    env: { NODE_ENV: "test" },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
