/** Which licences the deployed packages have, as the lock file states them. */
import * as z from "zod";

/** Of each the text may be shipped with a product under MIT, and nothing is asked in return but a notice. */
const allowed = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "ISC",
  "MIT",
]);

/** Packages whose manifest states none; where it was found instead. */
const foundElsewhere: ReadonlyMap<string, string> = new Map([["semaphore@1.1.0", "MIT, by its README"]]);

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
});

export interface LicenceReport {
  readonly counts: ReadonlyMap<string, number>;
  /** A sentence for each package that may not be shipped. */
  readonly faults: readonly string[];
}

/** `lock`: the parsed `package-lock.json`. Development dependencies are not deployed, and not looked at. */
export function checkLicences(lock: unknown): LicenceReport {
  const counts = new Map<string, number>();
  const faults: string[] = [];
  for (const [path, { version, license, dev, devOptional }] of Object.entries(
    lockSchema.parse(lock).packages,
  )) {
    if (path === "" || dev === true || devOptional === true) continue;
    const name = `${path.split("node_modules/").at(-1)}@${version}`;
    const stated = license ?? foundElsewhere.get(name);
    counts.set(stated ?? "none", (counts.get(stated ?? "none") ?? 0) + 1);
    if (license === undefined ? stated === undefined : !allowed.has(license)) {
      faults.push(
        `${name} has the licence ${license ?? "that nobody states"}: it may not be deployed unread`,
      );
    }
  }
  return { counts, faults };
}
