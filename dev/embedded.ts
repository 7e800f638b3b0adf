/** `npm run embedded`: the embedded parts alone, so that the app can be killed, or run twice, while they live. */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { startEmbedded } from "./embedded/embedded-parts.ts";
import { localEnvironment } from "./embedded/local-environment.ts";
import { untilStopped } from "./until-stopped.ts";

const DEMO_POLICY = new URL("demo.yaml", import.meta.url);

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    json: { type: "boolean", default: false },
    "outbox-port": { type: "string", default: "0" },
  },
});

const embedded = await startEmbedded({
  dataDir: values.data,
  outboxPort: Number(values["outbox-port"]),
  queues: true,
  store: "file",
});
const { outbox, queueConnectionString, sqlite } = embedded;
const policyText = await readFile(DEMO_POLICY, "utf8");
const { set: env } = localEnvironment({ given: {}, policyText, outbox, queueConnectionString, sqlite });

if (values.json) {
  console.log(JSON.stringify({ env, outbox: outbox.url }));
} else {
  console.log(`Queues, outbox and store are up. Start the app beside them with this environment:\n`);
  for (const [name, value] of Object.entries(env)) console.log(`export ${name}='${value}'`);
  console.log(`\nOutbox  ${outbox.url}\n\nCtrl-C stops them.`);
}
await untilStopped();
await embedded.stop();
