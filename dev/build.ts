/**
 * Builds what is deployed: one ESM bundle and, in chunks of their own, what only some calls need. The platform
 * provides `@azure/functions-core`; everything else is inside.
 */
import { fileURLToPath } from "node:url";

import { build as bundle } from "esbuild";
import type { Metafile } from "esbuild";

import { removeOthers, writeBundle } from "./build/write-bundle.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** CommonJS packages inside an ESM bundle still call `require`. */
const BANNER = [
  'import { createRequire as __createRequire } from "node:module";',
  'import { fileURLToPath as __fileURLToPath } from "node:url";',
  'import { dirname as __dirnameOf } from "node:path";',
  "const require = __createRequire(import.meta.url);",
  "const __filename = __fileURLToPath(import.meta.url);",
  "const __dirname = __dirnameOf(__filename);",
].join("\n");

/** Beside what lies in `outdir` already: an app that runs from there loads chunks of its own bundle later. */
export async function build(outdir = `${ROOT}dist`): Promise<Metafile> {
  const { metafile, outputFiles } = await bundle({
    absWorkingDir: ROOT,
    entryPoints: { main: "functions/main.ts" },
    outdir,
    write: false,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    minify: true,
    keepNames: true,
    sourcemap: "linked",
    legalComments: "none",
    external: ["@azure/functions-core"],
    banner: { js: BANNER },
    logLevel: "warning",
    metafile: true,
  });
  await writeBundle(outputFiles);
  return metafile;
}

if (import.meta.main) {
  const { outputs } = await build();
  await removeOthers(
    `${ROOT}dist`,
    Object.keys(outputs).map((path) => ROOT + path),
  );
}
