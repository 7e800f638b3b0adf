/** The grammar reads every template to its end; what it stumbles over, no other test here would see. */
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { syntaxFaults } from "./template/grammar.ts";
import type { TemplateFiles } from "./template/files.ts";
import { TEMPLATES } from "./templates.ts";

/** The templates that `main.bicep` calls, and those that they call. */
function calledFrom(files: TemplateFiles, path: string): string[] {
  const called = files.template(path).modules.map((module) => posix.join(posix.dirname(path), module.path));
  return [path, ...called.flatMap((module) => calledFrom(files, module))];
}

describe("the templates", () => {
  it.each(TEMPLATES.bicepPaths)("%s is read without a fault", (path) => {
    expect(syntaxFaults(TEMPLATES.text(path))).toEqual([]);
  });

  it.each(TEMPLATES.bicepPaths)("%s with a brace too few is a fault", (path) => {
    const text = TEMPLATES.text(path);
    expect(syntaxFaults(text.slice(0, text.lastIndexOf("}")))).not.toEqual([]);
  });

  it("are all called", () => {
    expect([...new Set(calledFrom(TEMPLATES, "main.bicep"))].toSorted()).toEqual(
      TEMPLATES.bicepPaths.toSorted(),
    );
  });
});
