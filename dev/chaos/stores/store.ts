/** A store that fails now and then, as a run needs it: outside the product, between it and its data. */
import type { Surroundings } from "../running/process.ts";

export interface ChaosStore {
  readonly name: "sqlite" | "cosmos";
  /** What the next app needs to use it. */
  surroundings(): Surroundings;
  /** Apps that are started from now on meet no faults. Says how many there were, by kind. */
  spare(): Promise<ReadonlyMap<string, number>>;
  /** What a sweep would find, in words; empty when nothing is left to be done. Revisits of open incidents are no work. */
  unfinished(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface StoreOptions {
  /** The share of calls that fail. */
  readonly rate: number;
  readonly seed: number;
  /** For files of its own. */
  readonly folder: string;
}
