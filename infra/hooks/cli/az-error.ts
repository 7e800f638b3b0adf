/** Why the Azure CLI did not do as it was asked, sorted by what a person has to do about it. */

export type AzTrouble = "not-installed" | "signed-out" | "not-found" | "forbidden" | "deleted" | "other";

export class AzError extends Error {
  override readonly name = "AzError";
  readonly trouble: AzTrouble;

  constructor(trouble: AzTrouble, message: string) {
    super(message);
    this.trouble = trouble;
  }
}

/** The first that fits; a code stands in parentheses or after `Code:` in what the CLI prints. */
const SIGNS: readonly (readonly [AzTrouble, RegExp])[] = [
  ["signed-out", /az login|AADSTS\d+|Interactive authentication is needed/i],
  ["deleted", /ObjectIsDeletedButRecoverable|deleted but recoverable/i],
  ["forbidden", /\b(?:AuthorizationFailed|LinkedAuthorizationFailed|Forbidden(?:ByRbac)?|Unauthorized)\b/],
  ["not-found", /\b\w*NotFound\b|could not be found|was not found/],
];

export function azErrorOf(command: string, stderr: string): AzError {
  const trouble = SIGNS.find(([, sign]) => sign.test(stderr))?.[0] ?? "other";
  return new AzError(trouble, `${command}: ${firstSentence(stderr)}`);
}

/** Its own first line of an error; what follows repeats it with codes. */
function firstSentence(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const line = lines.find((line) => line.startsWith("ERROR:")) ?? lines.find((line) => line !== "");
  return line?.replace(/^ERROR:\s*/, "") ?? "it failed without a word";
}
