/** Mutations of an event's structure, each of one kind, each in place. */
import type { Random } from "../random.ts";
import type { Json } from "./fixtures.ts";
import { deepList, hostileNumber, hostileText, hostileTime, hostileValue } from "./hostile-values.ts";
import { type Place, somePlace } from "./places.ts";

export interface JsonMutation {
  readonly kind: string;
  apply(event: Json, random: Random): void;
}

function at(kind: string, strike: (place: Place, random: Random, event: Json) => void): JsonMutation {
  return {
    kind,
    apply(event, random) {
      const place = somePlace(event, random);
      if (place !== undefined) strike(place, random, event);
    },
  };
}

function retyped(value: Json, random: Random): Json {
  const other = random.below(6);
  if (other === 0) return [value];
  if (other === 1) return { value };
  if (other === 2) return typeof value === "string" ? Number(value) || 7 : JSON.stringify(value);
  if (other === 3) return typeof value === "string" ? value.slice(0, 200).split("") : true;
  if (other === 4) return null;
  return typeof value !== "object";
}

function nested(value: Json, depth: number, random: Random): Json {
  let wrapped = value;
  const asList = random.chance(0.5);
  for (let level = 0; level < depth; level += 1) wrapped = asList ? [wrapped] : { data: wrapped };
  return wrapped;
}

const PROTOTYPE_NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "toJSON",
  "hasOwnProperty",
];

/** Seldom what is large: a few are enough, and they take long. */
function size(random: Random, small: number, large: number): number {
  return random.chance(0.03) ? large : 1 + random.below(small);
}

function bytesOf(value: Json): string {
  return Buffer.from(JSON.stringify(value)).toString("base64");
}

export const EVENT_MUTATIONS: readonly JsonMutation[] = [
  at("field dropped", (place) => place.remove()),
  at("another type", (place, random) => place.set(retyped(place.get(), random))),
  at("hostile value", (place, random) => place.set(hostileValue(random))),
  at("odd number", (place, random) => place.set(hostileNumber(random))),
  at("odd time", (place, random, event) => {
    const timed = typeof event === "object" && event !== null && !Array.isArray(event) ? event : {};
    if (random.chance(0.1)) place.set(hostileTime(random));
    else timed["time" in timed ? "time" : "eventTime"] = hostileTime(random);
  }),
  at("odd character", (place, random) => {
    const value = place.get();
    place.set(hostileText(typeof value === "string" ? value : "d1", random));
  }),
  at("key changed", (place, random) => {
    const value = place.get();
    const key = String(place.key);
    place.remove();
    const changed = [
      key.toUpperCase(),
      key.toLowerCase(),
      ` ${key}`,
      `${key}\u0000`,
      `_${key}`,
      hostileText(key, random),
    ];
    place.setBeside(random.pick(changed), value);
  }),
  at("inherited", (place, random) => {
    const value = place.get();
    place.remove();
    place.setBeside(random.pick(PROTOTYPE_NAMES), { [String(place.key)]: value });
  }),
  at("prototype key", (place, random) => place.setBeside(random.pick(PROTOTYPE_NAMES), hostileValue(random))),
  at("value of another field", (place, random, event) => {
    place.set(structuredClone(somePlace(event, random)?.get() ?? null));
  }),
  at("long text", (place, random) => {
    const value = place.get();
    place.set((typeof value === "string" && value !== "" ? value : "x").repeat(size(random, 20, 3_000)));
  }),
  at("deep nesting", (place, random) => {
    const depth = size(random, 40, 20_000);
    place.set(depth > 40 ? deepList(depth) : nested(place.get(), depth, random));
  }),
  at("long list", (place, random) =>
    place.set(Array.from({ length: size(random, 20, 5_000) }, () => place.get())),
  ),
  at("data as text", (place, random) => {
    const value = place.get();
    const mark = random.chance(0.2) ? "\uFEFF" : "";
    place.set(mark + (random.chance(0.9) ? JSON.stringify(value) : JSON.stringify(JSON.stringify(value))));
  }),
  at("more attributes", (place, random) =>
    place.setBeside(random.pick(["replays", "traceparent", "x"]), random.below(4)),
  ),
  {
    kind: "data as base64",
    apply(event, random) {
      if (typeof event !== "object" || event === null || Array.isArray(event)) return;
      const whole = bytesOf(event["data"] ?? {});
      event["data_base64"] = random.pick([
        whole,
        whole.replaceAll("=", ""),
        whole.replace("=", "-"),
        ` ${whole}`,
        `!${whole}`,
        whole.slice(0, -4),
        Buffer.from([...Buffer.from(whole, "base64"), 0xff]).toString("base64"),
        [...Buffer.from(whole, "base64")],
      ]);
      if (random.chance(0.8)) delete event["data"];
    },
  },
];
