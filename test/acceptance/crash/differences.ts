/** Where two values differ, path by path, for people. */
import { inspect } from "node:util";

const show = (value: unknown): string =>
  value === undefined ? "nothing" : inspect(value, { depth: 1, breakLength: Infinity }).slice(0, 90);

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** `container/document.field: expected … , is …`; nothing when they are equal. */
export function differences(expected: unknown, actual: unknown, path = ""): string[] {
  if (!isObject(expected) || !isObject(actual)) {
    return Object.is(expected, actual) ? [] : [`${path}: expected ${show(expected)}, is ${show(actual)}`];
  }
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].flatMap((key) => {
    const expectedOne: unknown = Reflect.get(expected, key);
    const actualOne: unknown = Reflect.get(actual, key);
    return differences(expectedOne, actualOne, path === "" ? key : `${path}.${key}`);
  });
}
