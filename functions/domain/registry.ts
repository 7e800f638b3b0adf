/** The hub's registry, as far as the product goes by it. */
import type { Instant } from "./time.ts";

/** What the hub's registry says of a device. */
export interface RegistryFacts {
  /** When it was read. */
  readonly at: Instant;
  readonly enabled: boolean;
  /** The gateway to which it belongs: IoT Hub knows at most one. */
  readonly parent?: string | undefined;
}
