/** The measures by name, in the order in which they are printed: the longest comes last. */
import type { Report } from "./report.ts";

/** Each loads what it measures when it runs: one process runs one of them. */
const MEASURES = {
  decide: async () => (await import("./measures/decide.ts")).measureDecide(),
  pipeline: async () => (await import("./measures/pipeline.ts")).measurePipeline(),
  cosmos: async () => (await import("./measures/cosmos.ts")).measureCosmos(),
  queues: async () => (await import("./measures/queues.ts")).measureQueues(),
  start: async () => (await import("./measures/start.ts")).measureStart(),
  calls: async () => (await import("./measures/calls.ts")).measureCalls(),
  gateway: async () => (await import("./measures/gateway.ts")).measureGateway(),
  drain: async () => (await import("./measures/drain.ts")).measureDrain(),
  noise: async (flapping) => (await import("./measures/noise.ts")).measureNoise(flapping),
  fleet: async () => (await import("./measures/fleet.ts")).measureFleet(),
} as const satisfies Record<string, (flapping?: number) => Promise<Report>>;

export type MeasureName = keyof typeof MEASURES;

export const MEASURE_NAMES = Object.keys(MEASURES).filter(isMeasureName);

export function isMeasureName(name: string): name is MeasureName {
  return Object.hasOwn(MEASURES, name);
}

export function runMeasure(name: MeasureName, flapping?: number): Promise<Report> {
  return MEASURES[name](flapping);
}
