/** What can be wrong with a policy file, and how it is said: by name, place and a sentence without values. */

export const faultNames = [
  "bad-duration",
  "bad-group",
  "bad-hub",
  "bad-name",
  "bad-parent",
  "bad-pattern",
  "bad-percentage",
  "bad-phone-number",
  "bad-reference",
  "bad-text",
  "bad-time",
  "bad-host",
  "bad-zone",
  "bad-workflow-url",
  "contradiction",
  "duplicate-key",
  "empty-file",
  "empty-value",
  "escalation-out-of-order",
  "last-route-has-match",
  "later-key",
  "missing-key",
  "not-a-mapping",
  "not-yaml",
  "one-channel",
  "out-of-range",
  "own-parent",
  "reference-outside-receivers",
  "retired-connector",
  "route-never-matches",
  "several-documents",
  "tab-indentation",
  "too-deep",
  "too-large",
  "too-many-aliases",
  "topology-cycle",
  "unknown-alias",
  "unknown-choice",
  "unknown-key",
  "unknown-receiver",
  "unknown-tag",
  "wrong-type",
] as const;

export type FaultName = (typeof faultNames)[number];

/** Where in the file, from its top: keys and indexes. */
export type Path = readonly (string | number)[];

/** A fault before its place in the text is known. `key`: the name of the entry is at fault, not its value. */
export interface Finding {
  readonly path: Path;
  readonly at: "key" | "value";
  readonly name: FaultName;
  readonly words: string;
}

/** A fault as people get it. Lines and columns count from 1. `message` holds no values: they may be secrets. */
export interface PolicyFault {
  readonly line: number;
  readonly column: number;
  /** `routes[0].grace`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  readonly name: FaultName;
}

const plainName = /^[A-Za-z_$][\w$.-]{0,23}$/;

/**
 * Whether a name may be told. One that is no plain word may be a value in the wrong place; one that is longer than
 * any key may be a signature or a token.
 */
export function isTellable(name: string): boolean {
  return plainName.test(name);
}

/** `routes[0].grace`. A key that may not be told stands as `…`; its line and column say which it is. */
export function formatPath(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += `${text === "" ? "" : "."}${isTellable(step) ? step : "…"}`;
  }
  return text;
}
