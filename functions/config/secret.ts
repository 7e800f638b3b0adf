/** A value that must not be seen: it prints as `<secret>` wherever it ends up, and is had by asking for it. */
import { inspect } from "node:util";

const shown = "<secret>";

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the one place that hands it to a provider. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}
