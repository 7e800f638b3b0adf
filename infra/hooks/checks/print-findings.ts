/** All findings at once, the faults first: a person mends them in one go. */
import { HookFailure } from "../hook.ts";
import type { Finding } from "./finding.ts";

/** @throws HookFailure where there is a fault. */
export function printFindings(findings: readonly Finding[], print: (line: string) => void): void {
  const [faults, warnings] = (["fault", "warning"] as const).map((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
  for (const finding of warnings ?? []) print(textOf("!", finding));
  if (faults === undefined || faults.length === 0) return;
  const count = faults.length === 1 ? "one thing has" : `${faults.length} things have`;
  throw new HookFailure(
    [
      `Stopped before anything is created or changed: ${count} to be mended first.`,
      ...faults.map((one) => textOf("✗", one)),
    ].join("\n"),
  );
}

function textOf(sign: string, { words, lines }: Finding): string {
  return [`  ${sign} ${words}`, ...lines.map((line) => `      ${line}`)].join("\n");
}
