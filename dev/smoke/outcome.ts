/** How following a drill ended, for programs: what `--json` prints. */
import type { Drill, Health } from "./answers.ts";
import { formatSeconds } from "./report.ts";
import type { Page, Trouble, TroubleKind } from "./trouble.ts";

export interface DrillOutcome {
  readonly passed: boolean;
  /** A sentence. */
  readonly verdict: string;
  /** Where it stopped: `health`, `request`, a hop, a receiver and the like. Null where it passed. */
  readonly failedAt: string | null;
  /** Null where it passed. */
  readonly trouble: TroubleKind | null;
  /** How to mend it. */
  readonly advice: string | null;
  /** A heading of docs/operations.md. */
  readonly lookAt: Page | null;
  readonly health: { readonly status: Health["status"]; readonly problems: readonly string[] } | null;
  readonly drill: FollowedDrill | null;
}

interface FollowedDrill {
  readonly id: string;
  readonly receivers: readonly string[];
  readonly hops: readonly { readonly name: string; readonly afterMs: number | null }[];
  readonly deliveries: readonly FollowedDelivery[];
}

type FollowedDelivery = Omit<Drill["deliveries"][number], "at"> & { readonly afterMs: number | null };

/** What was learnt until it ended. */
export interface Seen {
  /** The one being taken. */
  step: "address" | "health" | "request" | "drill" | "traces";
  health?: Health;
  id?: string;
  drill?: Drill;
}

interface Ending {
  readonly receivers: readonly string[];
  readonly seen: Seen;
  readonly trouble: Trouble | undefined;
}

export function outcomeOf({ receivers, seen, trouble }: Ending): DrillOutcome {
  const { health, id, drill } = seen;
  return {
    passed: trouble === undefined,
    verdict: trouble?.message ?? praiseOf(receivers, seen),
    failedAt: trouble === undefined ? null : (trouble.more.at ?? seen.step),
    trouble: trouble?.kind ?? null,
    advice: trouble?.more.advice ?? null,
    lookAt: trouble?.more.page ?? null,
    health: health === undefined ? null : { status: health.status, problems: health.problems },
    drill: id === undefined ? null : followed(id, receivers, drill),
  };
}

function followed(id: string, receivers: readonly string[], drill: Drill | undefined): FollowedDrill {
  const after = (at: number | null): number | null =>
    at === null || drill === undefined ? null : Math.max(at - drill.requestedAt, 0);
  return {
    id,
    receivers,
    hops: drill?.hops.map(({ name, at }) => ({ name, afterMs: after(at) })) ?? [],
    deliveries:
      drill?.deliveries.map(({ receiver, channel, state, attempts, error, at }) => {
        return { receiver, channel, state, attempts, error, afterMs: after(at) };
      }) ?? [],
  };
}

const LIST = new Intl.ListFormat("en-GB");

function praiseOf(receivers: readonly string[], { drill, health }: Seen): string {
  const times = [...(drill?.hops ?? []), ...(drill?.deliveries ?? [])].map(({ at }) => at ?? 0);
  const took = formatSeconds(Math.max(...times) - (drill?.requestedAt ?? 0));
  const hops = drill?.hops.length ?? 0;
  const who =
    receivers.length === 0
      ? "nobody was told, as asked"
      : `${LIST.format(receivers)} ${receivers.length === 1 ? "was" : "were"} told`;
  const unwell = health?.status === "ok" ? "" : ` Health is ${health?.status ?? "unknown"}.`;
  return `All ${hops} hops in ${took}; ${who}.${unwell}`;
}
