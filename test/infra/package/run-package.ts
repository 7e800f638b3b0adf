/** Runs a package as it lies in the folder that is named: the local runner around it, and its address on standard output. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as z from "zod";

import { startHost } from "../../../dev/host/start-host.ts";

const folder = process.argv[2] ?? "";
process.chdir(folder);
const manifest = z.object({ main: z.string() }).parse(JSON.parse(readFileSync("package.json", "utf8")));
const host = await startHost({
  bundle: join(folder, manifest.main),
  hostJson: JSON.parse(readFileSync("host.json", "utf8")),
  port: 0,
  queueConnectionString: process.env["AzureWebJobsStorage"] ?? "",
  log: ({ message }) => void process.stderr.write(`${message}\n`),
});
process.once("SIGTERM", () => void host.stop());
process.stdout.write(`${host.url}\n`);
