/** What is wrong with the environment or the policy file: what, and how to mend it, never a value. */

export interface ConfigurationFault {
  /** The variable's name; for the policy file, the kind of fault. */
  readonly name: string;
  readonly message: string;
  /** Where in the policy file, counting from 1. */
  readonly position?: { readonly file: string; readonly line: number; readonly column: number };
}

/** One line for people: `linewatch.yaml:3:5 …`, or the message alone. */
export function formatFault({ message, position }: ConfigurationFault): string {
  return position === undefined ? message : `${position.file}:${position.line}:${position.column} ${message}`;
}

/** Collects faults, so that all of them are told at once. */
export class Faults {
  readonly list: ConfigurationFault[] = [];

  /** `words` follow the variable's name: "must begin with https://". Gives the value that a faulty one has: none. */
  add(name: string, words: string): undefined {
    this.list.push({ name, message: `${name} ${words}` });
    return undefined;
  }
}
