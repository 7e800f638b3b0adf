/** What a check has to say: in a sentence, with what to type. A fault ends the deployment before it begins. */

export interface Finding {
  readonly severity: "fault" | "warning";
  readonly words: string;
  /** What mends it. */
  readonly lines: readonly string[];
}

export function fault(words: string, ...lines: readonly string[]): Finding {
  return { severity: "fault", words, lines };
}

export function warning(words: string, ...lines: readonly string[]): Finding {
  return { severity: "warning", words, lines };
}
