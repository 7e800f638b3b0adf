/** The life of one device, a write at a time: its events, its timers, and what it owes to the history paid in steps. */
import type { Saved, Store } from "../../../../functions/application/ports.ts";
import type { Connection } from "../../../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../../../functions/domain/decide.ts";
import type { Evidence } from "../../../../functions/domain/evidence.ts";
import type { Instant } from "../../../../functions/domain/time.ts";
import { NINE, device, sequence } from "../seed.ts";
import { FLAPPING, RENEWAL } from "../../../unit/domain/policies.ts";

export type Step =
  /** The other kind of the last event, or once more the same. */
  | { readonly name: "event" | "hidden" }
  /** The next of: the records and the archive are written; the debt is struck off. */
  | { readonly name: "settle" }
  /** Time goes by, and whatever timer falls into it runs. */
  | { readonly name: "wait"; readonly seconds: number };

/** As the policy of `makeApi` has them. */
const SETTINGS = { graceMs: 300_000, recoveryMs: 90_000, damping: FLAPPING, renewal: RENEWAL };
const MOST_IN_ARCHIVE = 48;
const IDENTITY = device("d");

export interface DeviceLife {
  readonly perform: (step: Step) => Promise<void>;
  readonly now: () => Instant;
  /** The sequence numbers of all its events so far, oldest first. */
  readonly causes: () => string[];
}

export function makeDeviceLife(store: Store): DeviceLife {
  let now = NINE;
  let isUp = false;
  let isWritten = false;
  const causes: string[] = [];
  const read = (): Promise<Saved<Connection> | undefined> => store.connections.read(IDENTITY);

  const apply = async (evidence: Evidence): Promise<void> => {
    const saved = await read();
    const before = saved?.value ?? unknownConnection(IDENTITY);
    const { next } = decide(before, evidence, SETTINGS, now);
    if (next === before) return;
    isWritten = false;
    await (saved === undefined
      ? store.connections.create(next)
      : store.connections.replace(next, saved.version));
  };

  const settle = async (): Promise<void> => {
    const saved = await read();
    const owed = saved?.value.owed;
    if (saved === undefined || owed === undefined) return;
    if (isWritten) {
      await store.connections.replace({ ...saved.value, owed: undefined }, saved.version);
      return;
    }
    for (const record of owed.records) await store.transitions.record(record);
    for (let start = 0; start < owed.archive.length; start += MOST_IN_ARCHIVE) {
      await store.transitions.archive(owed.archive.slice(start, start + MOST_IN_ARCHIVE));
    }
    isWritten = true;
  };

  return {
    now: () => now,
    causes: () => [...causes],
    async perform(step) {
      if (step.name === "settle") return settle();
      if (step.name === "wait") {
        now += step.seconds * 1_000;
        return apply({ kind: "sweep" });
      }
      now += 20_000;
      if (step.name === "event") isUp = !isUp;
      const cause = sequence(causes.length + 1);
      causes.push(cause);
      const kind = isUp ? "connected" : "disconnected";
      return apply({ kind, sequence: cause, at: now - 5_000, eventId: cause });
    },
  };
}
