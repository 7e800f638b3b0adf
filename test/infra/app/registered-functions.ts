/** What `functions/main.ts` registers, by loading it as the Functions worker would. */
import { vi } from "vitest";
import { loadBundle } from "../../../dev/host/core/load-bundle.ts";

/** With a fault in its configuration it would register nothing but `health`. */
const environment = {
  AzureWebJobsStorage: "UseDevelopmentStorage=true",
  LINEWATCH_SQLITE: ":memory:",
  LINEWATCH_POLICY: "test/infra/app/nobody.yaml",
};

export interface Registered {
  readonly name: string;
  /** `queueTrigger`, `httpTrigger` … */
  readonly trigger: string;
  readonly queue: string | undefined;
}

export async function registeredFunctions(): Promise<Registered[]> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const main = new URL("../../../functions/main.ts", import.meta.url);
  const app = await loadBundle(main, () => undefined);
  vi.unstubAllEnvs();
  return [...app.functions.values()].map(({ metadata: { name, bindings } }) => {
    const trigger = Object.values(bindings).find(({ type }) => type.endsWith("Trigger"));
    const queue = trigger?.["queueName"];
    return { name, trigger: trigger?.type ?? "", queue: typeof queue === "string" ? queue : undefined };
  });
}
