/** The route constraints that the runner knows, as ASP.NET Core names them. */

const constraints: Readonly<Record<string, RegExp>> = {
  alpha: /^[a-z]*$/i,
  bool: /^(?:true|false)$/i,
  guid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  int: /^[+-]?\d{1,10}$/,
  long: /^[+-]?\d{1,19}$/,
};

/** The pattern that a parameter's value must have; undefined for a constraint that is not known. */
export function constraintPattern(name: string): RegExp | undefined {
  return Object.hasOwn(constraints, name) ? constraints[name] : undefined;
}
