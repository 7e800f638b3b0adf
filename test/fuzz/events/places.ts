/** Places in a JSON value where a mutation can strike. */
import type { Random } from "../random.ts";
import type { Json } from "./fixtures.ts";

export interface Place {
  readonly key: string | number;
  get(): Json;
  set(value: Json): void;
  remove(): void;
  /** Sets another key or index beside it. */
  setBeside(key: string, value: Json): void;
}

/** What the reader looks at, and where most of the mutations should strike. */
const FIELDS = new Set(
  (
    "id source topic specversion type eventType subject time eventTime data data_base64 metadataVersion hubName " +
    "deviceId moduleId systemProperties deviceConnectionStateEventInfo sequenceNumber iothub-connection-device-id " +
    "iothub-connection-module-id"
  ).split(" "),
);

/** A key such as `__proto__` becomes an own one, as `JSON.parse` makes it. */
export function setOwn(object: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function placeInList(list: Json[], index: number): Place {
  return {
    key: index,
    get: () => list[index] ?? null,
    set: (value) => void (list[index] = value),
    remove: () => void list.splice(index, 1),
    setBeside: (_key, value) => void list.push(value),
  };
}

function placeInObject(object: Record<string, Json>, key: string): Place {
  return {
    key,
    get: () => object[key] ?? null,
    set: (value) => setOwn(object, key, value),
    remove: () => void Reflect.deleteProperty(object, key),
    setBeside: (other, value) => setOwn(object, other, value),
  };
}

function placesIn(value: Json): Place[] {
  if (Array.isArray(value)) {
    return value.flatMap((child, index) => [placeInList(value, index), ...placesIn(child)]);
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => [placeInObject(value, key), ...placesIn(value[key] ?? null)]);
}

/** One place of a value, more likely one that matters; none where there is none. */
export function somePlace(value: Json, random: Random): Place | undefined {
  const places = placesIn(value);
  const telling = places.filter(({ key }) => typeof key === "string" && FIELDS.has(key));
  if (telling.length > 0 && random.chance(0.8)) return random.pick(telling);
  return places.length === 0 ? undefined : random.pick(places);
}
