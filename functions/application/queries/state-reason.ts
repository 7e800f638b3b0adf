/** Why a device or a module is in the state it is shown in, in a few words. */
import type { Condition } from "../../domain/condition.ts";
import type { DeviceRow, Verdict } from "../../domain/device.ts";
import { isoInstant } from "../../domain/phrase.ts";
import { conditionPhrase } from "./conditions.ts";

type Stated = Pick<DeviceRow, "state" | "deadline" | "gateway"> & {
  readonly conditions: readonly Condition[];
};

const BY_VERDICT: { readonly [Name in Verdict]: string } = {
  site: "; $edgeAgent and $edgeHub are both out, so it is its power or uplink",
  edgeHub: "; $edgeHub is out and $edgeAgent is not",
  edgeAgent: "; $edgeAgent is out and $edgeHub is not",
  none: "",
};

export function stateReason(row: Stated): string {
  const verdict = row.gateway === undefined ? "" : BY_VERDICT[row.gateway.verdict];
  return [`${reasonOf(row)}${verdict}`, ...row.conditions.map(conditionPhrase)].join("; ");
}

function reasonOf({ state, deadline }: Stated): string {
  const until = deadline === undefined ? "" : ` until ${isoInstant(deadline)}`;
  switch (state) {
    case "new":
      return "known, never connected";
    case "online":
      return "connected";
    case "suspect":
      return `disconnected, inside the grace${until}`;
    case "offline":
      return "disconnected for longer than the grace";
    case "recovering":
      return `connected again, watched${until}`;
    case "deleted":
      return "deleted";
    default:
      return state satisfies never;
  }
}
