/** How often a property is tried: thousands of times in `npm test`, a share of that for each of many mutants. */

const share = Number(process.env["PROPERTY_SHARE"] ?? 1);

export const runs = (full: number): { readonly numRuns: number } => ({ numRuns: Math.ceil(full * share) });
