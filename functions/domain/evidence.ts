/** Whatever can change what is known of an identity. */
import type { Sequence } from "./sequence.ts";
import type { Instant } from "./time.ts";
import type { RegistryFacts } from "./registry.ts";

/** One `DeviceConnected` or `DeviceDisconnected`, as the hub stamped it. */
export interface ConnectionEvent {
  readonly kind: "connected" | "disconnected";
  readonly sequence: Sequence;
  /** The event's own time; never ahead of its arrival by more than the tolerance. */
  readonly at: Instant;
  readonly eventId: string;
}

/** `DeviceCreated`, `DeviceDeleted`, `DeviceTelemetry`: no sequence number, placed by their time. */
export interface LifeEvent {
  readonly kind: "created" | "deleted" | "telemetry";
  readonly at: Instant;
}

/** What the hub's registry says of a device, when it is read. */
export interface RegistryRead extends RegistryFacts {
  readonly kind: "registry";
}

/** A timer: the deadline of what the event with this sequence began. `sweep` judges whatever is due. */
export type Timer =
  | { readonly kind: "deadline"; readonly sequence: Sequence }
  /** For what time alone changes, whichever event came last. */
  | { readonly kind: "wake" }
  | { readonly kind: "sweep" };

export type Evidence = ConnectionEvent | LifeEvent | RegistryRead | Timer;
