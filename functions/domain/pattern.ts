/** Patterns of ids in the policy: `*` stands for any run of characters, everything else for itself. */

const compiled = new Map<string, RegExp>();

function compile(pattern: string): RegExp {
  const source = pattern.split("*").map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${source.join(".*?")}$`, "su");
}

/** Whether `text` matches `pattern`, case-sensitively, as IoT Hub's ids are. */
export function matchesPattern(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = compile(pattern);
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}
