/** From a registered function's bindings to the trigger that the runner has to play for it. */
import * as z from "zod";

import type { BindingInfo, FunctionMetadata } from "./core/model.ts";

/** A function is bound to something that only the real host has. */
export class UnsupportedBindingError extends Error {
  override name = "UnsupportedBindingError";
}

/** A binding names a setting as `%NAME%` that was not given. */
export class MissingSettingError extends Error {
  override name = "MissingSettingError";
}

type Named = { readonly bindingName: string };
type HttpTrigger = Named & {
  readonly kind: "http";
  /** Upper case; none means all. */
  readonly methods: readonly string[];
  readonly route: string;
};
export type QueueTrigger = Named & { readonly kind: "queue"; readonly queueName: string };
type TimerTrigger = Named & { readonly kind: "timer"; readonly schedule: string };
type EventGridTrigger = Named & { readonly kind: "eventGrid"; readonly cardinality: "one" | "many" };
export type FunctionTrigger = HttpTrigger | QueueTrigger | TimerTrigger | EventGridTrigger;

/** Values of `%NAME%` in queue names and schedules. */
export type Settings = Readonly<Record<string, string>>;

const httpSchema = z.object({ methods: z.array(z.string().toUpperCase()), route: z.string().optional() });
const queueSchema = z.object({ queueName: z.string() });
const timerSchema = z.object({ schedule: z.string() });
const eventGridSchema = z.object({ cardinality: z.enum(["one", "many"]).default("one") });

/** The trigger of a function; throws for any binding that the runner cannot play, so that nothing is silently missing. */
export function triggerOf(metadata: FunctionMetadata, settings: Settings): FunctionTrigger {
  let trigger: FunctionTrigger | undefined;
  for (const [bindingName, binding] of Object.entries(metadata.bindings)) {
    if (/trigger$/i.test(binding.type)) {
      trigger = parseTrigger(metadata.name, bindingName, binding, settings);
    } else if (binding.type !== "http") {
      throw unsupported(metadata.name, binding.type);
    }
  }
  if (trigger === undefined) {
    throw new UnsupportedBindingError(`Function ${metadata.name} has no trigger.`);
  }
  return trigger;
}

function parseTrigger(
  functionName: string,
  bindingName: string,
  binding: BindingInfo,
  settings: Settings,
): FunctionTrigger {
  switch (binding.type.toLowerCase()) {
    case "httptrigger": {
      const { methods, route } = httpSchema.parse(binding);
      return { kind: "http", bindingName, methods, route: route ?? functionName };
    }
    case "queuetrigger": {
      const { queueName } = queueSchema.parse(binding);
      return { kind: "queue", bindingName, queueName: resolveSettings(queueName, settings).toLowerCase() };
    }
    case "timertrigger": {
      const { schedule } = timerSchema.parse(binding);
      return { kind: "timer", bindingName, schedule: resolveSettings(schedule, settings) };
    }
    case "eventgridtrigger":
      return { kind: "eventGrid", bindingName, ...eventGridSchema.parse(binding) };
    default:
      throw unsupported(functionName, binding.type);
  }
}

function unsupported(functionName: string, type: string): UnsupportedBindingError {
  return new UnsupportedBindingError(
    `Function ${functionName} has the binding ${type}, which the local runner does not play.`,
  );
}

function resolveSettings(text: string, settings: Settings): string {
  return text.replaceAll(/%([^%]+)%/g, (_, name: string) => {
    const value = settings[name];
    if (value === undefined) {
      throw new MissingSettingError(`The setting ${name} is named in a binding and has no value.`);
    }
    return value;
  });
}
