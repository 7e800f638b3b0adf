import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";

/** The long properties last: most mutants fall to a table, and a mutant that has fallen is tried no further. */
class TablesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith("order.test.ts");
    const sorted = files.toSorted((one, other) => (one.moduleId < other.moduleId ? -1 : 1));
    return [...sorted.filter((file) => !isLong(file)), ...sorted.filter(isLong)];
  }
}

/** The domain's own unit tests, as `npm run mutation` runs them against each mutant (`stryker.config.json`). */
export default defineConfig({
  test: {
    include: ["test/unit/domain/**/*.test.ts"],
    setupFiles: ["test/unit/domain/same-seed.ts"],
    // One worker for all files: starting one for each file takes longer than the tests do.
    isolate: false,
    sequence: { sequencer: TablesFirst },
    env: { PROPERTY_SHARE: "0.02" },
    testTimeout: 60_000,
  },
});
