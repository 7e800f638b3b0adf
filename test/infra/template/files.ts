/** The texts of a folder of templates: read from disk, and broken in memory where a test wants to see itself fail. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { readTemplate } from "./read-template.ts";
import type { Template } from "./template.ts";

export class TemplateFiles {
  readonly texts: ReadonlyMap<string, string>;
  readonly #templates = new Map<string, Template>();

  /** By paths that count from the folder of `main.bicep`, with slashes. */
  constructor(texts: ReadonlyMap<string, string>) {
    this.texts = texts;
  }

  text(path: string): string {
    const text = this.texts.get(path);
    if (text === undefined) throw new Error(`There is no ${path} among the templates.`);
    return text;
  }

  template(path: string): Template {
    const known = this.#templates.get(path) ?? readNamed(path, this.text(path));
    this.#templates.set(path, known);
    return known;
  }

  get bicepPaths(): string[] {
    return [...this.texts.keys()].filter((path) => path.endsWith(".bicep"));
  }

  /** A copy in which `from` reads `to`, once, in the file. A text that is not there would break nothing: an error. */
  broken(path: string, from: string | RegExp, to: string): TemplateFiles {
    const text = this.text(path);
    const changed = text.replace(from, () => to);
    if (changed === text) throw new Error(`${path} has no ${String(from)}`);
    return new TemplateFiles(new Map([...this.texts, [path, changed]]));
  }
}

function readNamed(path: string, text: string): Template {
  try {
    return readTemplate(text);
  } catch (error) {
    throw new Error(`${path}: ${String(error)}`, { cause: error });
  }
}

/** All files below the folder. */
export function readTemplateFiles(folder: string): TemplateFiles {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const texts = found.map(({ parentPath, name }): [string, string] => {
    const path = join(parentPath, name);
    return [posix.normalize(path.slice(folder.length + 1).replaceAll("\\", "/")), readFileSync(path, "utf8")];
  });
  return new TemplateFiles(new Map(texts.toSorted(([one], [other]) => (one < other ? -1 : 1))));
}
