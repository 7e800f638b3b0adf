/**
 * 100,000 deadlines that passed while nothing ran: how soon they are judged, and how fast any receiver is written to
 * while they drain. In virtual time, in which a call of the store or a queue takes 5 ms and a provider's 150 ms.
 */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../functions/domain/time.ts";
import { drain, mostWithin } from "../../test/acceptance/drain.ts";
import type { Report, Row } from "../report.ts";

/** A thousand of them are modules of one device, and so one group. */
const FLEET = { devices: 99_000, modules: 1_000 };
const MOST_A_SECOND = 5;

export async function measureDrain(): Promise<Report> {
  const { sent, calls, sweeps, left, minutesUntilJudged } = await drain(FLEET, { forMs: HOUR_MS });
  if (left.overdue + left.owing > 0) throw new Error(`not done: ${JSON.stringify(left)}`);
  const instants = [...sent.values()];
  const most = (windowMs: number): number => Math.max(...instants.map((one) => mostWithin(one, windowMs)));
  const printed = (what: string, product: string): Row => ({
    measure: `100,000 overdue deadlines: ${what}`,
    product,
    floor: "",
    result: "",
    goal: "",
  });
  const aSecond = most(SECOND_MS);
  return {
    rows: [
      printed("all judged after", `${minutesUntilJudged.toFixed(1)} min`),
      printed("calls of the store, each", (calls / (FLEET.devices + FLEET.modules)).toFixed(1)),
      printed("to one receiver in a minute", `${most(MINUTE_MS)} at most`),
      {
        ...printed("to one receiver in a second", `${aSecond} at most`),
        goal: `≤ ${MOST_A_SECOND}`,
        met: aSecond <= MOST_A_SECOND,
      },
    ],
    notes: [
      `drain: ${sweeps.filter(({ stopped }) => stopped === "late").length} sweeps took all their 55 seconds.`,
    ],
  };
}
