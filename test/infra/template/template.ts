/** A template file as it is written: its declarations, with nothing worked out. */
import type { Expression, Loop } from "./expression.ts";

export interface Template {
  readonly scope: string;
  readonly parameters: readonly Parameter[];
  readonly variables: readonly Named[];
  readonly functions: readonly TemplateFunction[];
  readonly resources: readonly ResourceDeclaration[];
  readonly modules: readonly ModuleDeclaration[];
  readonly outputs: readonly Output[];
}

interface Declared {
  readonly name: string;
  readonly line: number;
  readonly decorators: readonly Decorator[];
}

/** `@name(…)` */
export interface Decorator {
  readonly name: string;
  readonly given: readonly Expression[];
}

export interface Parameter extends Declared {
  /** As it is written. */
  readonly type: string;
  readonly default?: Expression;
}

export interface Named extends Declared {
  readonly value: Expression;
}

export interface Output extends Named {
  readonly type: string;
}

export interface TemplateFunction extends Named {
  readonly parameters: readonly string[];
}

/** What resources and modules have in common. */
export interface Declaration extends Declared {
  readonly loop?: Loop;
  readonly condition?: Expression;
  readonly body: Expression;
}

export interface ResourceDeclaration extends Declaration {
  readonly type: string;
  readonly apiVersion: string;
  readonly existing: boolean;
  /** Resources declared inside this one; their `type` is whole. */
  readonly inner: readonly ResourceDeclaration[];
}

export interface ModuleDeclaration extends Declaration {
  /** The file's path as it is written. */
  readonly path: string;
}

export function decorator(declared: Declared, name: string): Decorator | undefined {
  return declared.decorators.find((decorator) => decorator.name === name);
}
