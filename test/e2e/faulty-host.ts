/** The host alone around the bundle, with whatever environment it is given: prints its address and its functions. */
import { readFileSync } from "node:fs";

import { ensureBundle } from "../../dev/build/ensure-bundle.ts";
import { startHost } from "../../dev/host/start-host.ts";

const host = await startHost({
  bundle: await ensureBundle(),
  hostJson: JSON.parse(readFileSync(new URL("../../host.json", import.meta.url), "utf8")),
  port: 0,
  queueConnectionString: "UseDevelopmentStorage=true",
  log: () => undefined,
});
process.once("SIGTERM", () => void host.stop());
process.stdout.write(`${JSON.stringify({ url: host.url, functions: host.functions })}\n`);
