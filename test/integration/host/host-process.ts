/** A process of its own around the runner, to be killed: `node host-process.ts '{"bundle":…,"queue":…}'` prints its URL. */
import * as z from "zod";

import { startHost } from "../../../dev/host/start-host.ts";
import { testHostJson } from "./start-fixture.ts";

const argumentSchema = z.object({
  bundle: z.string(),
  queueConnectionString: z.string(),
  queue: z.string(),
  lockMs: z.number(),
});

const { bundle, queueConnectionString, queue, lockMs } = argumentSchema.parse(
  JSON.parse(process.argv[2] ?? ""),
);
const host = await startHost({
  bundle,
  hostJson: testHostJson,
  port: 0,
  queueConnectionString,
  settings: { WORK: queue },
  timing: { lockMs, renewMs: lockMs / 3, drainMs: 2_000 },
  log: (entry) => process.stderr.write(`${entry.message}\n`),
});
process.once("SIGTERM", () => void host.stop());
process.stdout.write(`${host.url}\n`);
