/** What every step of following a drill works with, and how it waits for an app that is not there yet. */
import type { Clock } from "../../functions/application/ports.ts";
import type { AppClient } from "./app-client.ts";
import type { Report } from "./report.ts";
import { Trouble } from "./trouble.ts";
import type { TroubleKind } from "./trouble.ts";

export interface Following {
  readonly app: AppClient;
  readonly clock: Clock;
  readonly report: Report;
  /** For the app to answer at first, and again for the drill to pass. */
  readonly timeoutMs: number;
}

export const POLL_MS = 500;

/** Troubles that pass, each with why. */
export type Passing = Readonly<Partial<Record<TroubleKind, string>>>;

const COLD = "from zero instances an app takes up to 2 min";
const ROLES = "after a deployment its roles take a minute to spread";
/** An app that starts answers late, or that it cannot yet. */
export const WHILE_STARTING: Passing = { starting: COLD, noAnswer: COLD, notReady: ROLES };
/** Once it has answered, any silence is one of these. */
export const WHILE_RUNNING: Passing = { starting: "", noAnswer: "", notReady: "", unreachable: "" };

/**
 * Tries again while its trouble is one that passes, until then; says so once for each kind.
 * @throws Trouble, the last one.
 */
export async function persist<T>(
  { clock, report }: Following,
  passing: Passing,
  until: number,
  attempt: () => Promise<T>,
): Promise<T> {
  const said = new Set<TroubleKind>();
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const why = error instanceof Trouble ? passing[error.kind] : undefined;
      if (!(error instanceof Trouble) || why === undefined || clock.now() >= until) throw error;
      if (!said.has(error.kind)) {
        const seconds = Math.ceil((until - clock.now()) / 1_000);
        const words = `${error.message} Waiting for up to ${seconds} s${why === "" ? "" : `: ${why}`}.`;
        report.row({ mark: "waits", name: "app", words });
        said.add(error.kind);
      }
      await clock.pause(POLL_MS);
    }
  }
}
