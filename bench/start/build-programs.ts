/** Bundles the programs of the cold-start measure as the product is bundled: minified, split, ESM. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

/** CommonJS packages inside an ESM bundle still call `require`. */
const BANNER = [
  'import { createRequire as __createRequire } from "node:module";',
  "const require = __createRequire(import.meta.url);",
].join("\n");

export interface Programs {
  readonly worker: string;
  readonly bareApp: string;
}

/** Into `folder`; gives their absolute paths. */
export async function buildPrograms(folder: string): Promise<Programs> {
  const entry = (name: string): string => fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  await build({
    entryPoints: { worker: entry("worker"), "bare-app": entry("bare-app") },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    minify: true,
    keepNames: true,
    external: ["@azure/functions-core"],
    banner: { js: BANNER },
    logLevel: "warning",
  });
  return { worker: join(folder, "worker.mjs"), bareApp: join(folder, "bare-app.mjs") };
}
