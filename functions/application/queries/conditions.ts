/** What can be said of an identity beside its state. */

/** The names that a caller may filter by. */
export const CONDITIONS = [
  "flapping",
  "tokenRenewal",
  "stale",
  "sleeping",
  "overdue",
  "unreachable",
  "silenced",
  "disabled",
] as const;

export type Condition = (typeof CONDITIONS)[number];
