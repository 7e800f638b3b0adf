/** `npm run embedded`: the embedded parts alone, so that the app can be killed, or run twice, while they live. */
import { readFile } from "node:fs/promises";

import { startEmbedded } from "./embedded/embedded-parts.ts";
import { createQueues } from "./embedded/event-queue.ts";
import { localEnvironment } from "./embedded/local-environment.ts";
import { readEmbeddedOptions } from "./embedded/options.ts";
import type { EmbeddedCommand } from "./embedded/options.ts";
import { runCommand } from "./run-command.ts";
import { untilStopped } from "./until-stopped.ts";

const DEMO_POLICY = new URL("demo.yaml", import.meta.url);

await runCommand(readEmbeddedOptions(process.argv.slice(2)), async ({ dataDir, outboxPort, json }) => {
  const stopped = untilStopped();
  const embedded = await startEmbedded({
    dataDir,
    outbox: { port: outboxPort },
    queues: true,
    store: "file",
  });
  const { outbox, queueConnectionString = "", sqlite } = embedded;
  await createQueues(queueConnectionString);
  const policyText = await readFile(DEMO_POLICY, "utf8");
  const { set } = localEnvironment({ given: {}, policyText, outbox, queueConnectionString, sqlite });
  print(json, set, outbox.url);
  await stopped;
  await embedded.stop();
});

function print(json: EmbeddedCommand["json"], env: Readonly<Record<string, string>>, outbox: string): void {
  if (json) {
    console.log(JSON.stringify({ env, outbox }));
    return;
  }
  console.log("Queues, outbox and store are up. An app started with this environment uses them:\n");
  for (const [name, value] of Object.entries(env)) console.log(`export ${name}='${value}'`);
  console.log(`\nOutbox  ${outbox}\n\nCtrl-C stops them.`);
}
