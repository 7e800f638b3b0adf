/**
 * Something around every method of every port: nothing here knows a port by name, so that a method that is added
 * later is disturbed, counted and killed like all others.
 */

/** One call of a port's method. */
export interface PortCall {
  /** Where it is: `store.connections.replace`. */
  readonly name: string;
  readonly given: readonly unknown[];
  /** Does what the port does. Gives a promise, if the method does. */
  readonly perform: () => unknown;
}

/** What is done instead of a call; its result is the caller's. */
export type Around = (call: PortCall) => unknown;

/**
 * The same ports, with `act` in place of each call; `prefix` stands before their names. Data beside the ports, as
 * a policy is, stays what it was, and what is assigned to a port goes to the port itself.
 */
export function around<T extends object>(ports: T, act: Around, prefix = ""): T {
  const known = new Map<PropertyKey, { readonly member: unknown; readonly wrapped: unknown }>();
  return new Proxy(ports, {
    get: (owner, key) => {
      const member: unknown = Reflect.get(owner, key);
      const before = known.get(key);
      if (before !== undefined && before.member === member) return before.wrapped;
      const wrapped = wrap(member, owner, act, `${prefix}${String(key)}`);
      known.set(key, { member, wrapped });
      return wrapped;
    },
  });
}

function wrap(member: unknown, owner: object, act: Around, name: string): unknown {
  if (typeof member !== "function") return isPort(member) ? around(member, act, `${name}.`) : member;
  return (...given: unknown[]): unknown =>
    act({ name, given, perform: (): unknown => Reflect.apply(member, owner, given) });
}

/** An object with methods of its own, or with such objects. */
function isPort(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).some((member) => typeof member === "function" || isPort(member));
}
