/** Follows a drill through the queues to its receivers, and tells each step once, when it is seen. */
import { drillAnswer } from "./answers.ts";
import type { Drill } from "./answers.ts";
import { persist, POLL_MS, WHILE_RUNNING } from "./following.ts";
import type { Following } from "./following.ts";
import { readAnswer } from "./refusal.ts";
import type { Row } from "./report.ts";
import { rowsOf, waitingFor } from "./rows.ts";
import { Trouble } from "./trouble.ts";

/** A silence this long is broken with what is waited for; the next has to be twice as long. */
const QUIET_MS = 15_000;

/** @returns the drill as it was last: over, or still running when the time was up. */
export async function watchDrill(following: Following, id: string): Promise<Drill> {
  const { clock, report, timeoutMs } = following;
  const startedAt = clock.now();
  const endAt = startedAt + timeoutMs;
  const news = makeNews();
  let spokenAt = startedAt;
  let patienceMs = QUIET_MS;
  for (;;) {
    const drill = await persist(following, WHILE_RUNNING, endAt, () => readDrill(following, id));
    const rows = news(drill);
    for (const row of rows) report.row(row);
    const now = clock.now();
    if (drill.state !== "running" || now >= endAt) return drill;
    if (rows.length > 0) [spokenAt, patienceMs] = [now, QUIET_MS];
    if (now - spokenAt >= patienceMs) {
      report.row({
        mark: "waits",
        name: waitingFor(drill),
        afterMs: now - startedAt,
        words: "not yet; waiting",
      });
      [spokenAt, patienceMs] = [now, patienceMs * 2];
    }
    await clock.pause(POLL_MS);
  }
}

async function readDrill({ app }: Following, id: string): Promise<Drill> {
  const answer = await app.ask({ path: `/api/drill/${encodeURIComponent(id)}` });
  if (answer.status === 404) {
    throw new Trouble("lost", "The app does not know the drill that it has just accepted (404).", {
      page: "No alerts",
      advice: "Do two apps share this address, or the store of this one with another?",
    });
  }
  return readAnswer(drillAnswer, answer, app);
}

/** Gives the rows that are there more often than they were told: two places of one receiver may say the same. */
function makeNews() {
  const told = new Map<string, number>();
  return (drill: Drill): Row[] => {
    const seen = new Map<string, number>();
    return rowsOf(drill).filter(({ name, words }) => {
      const step = `${name}: ${words}`;
      const count = (seen.get(step) ?? 0) + 1;
      seen.set(step, count);
      if (count <= (told.get(step) ?? 0)) return false;
      told.set(step, count);
      return true;
    });
  };
}
