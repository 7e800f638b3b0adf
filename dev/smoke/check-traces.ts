/** The last step: a drill is in no list and no count, so that practice never looks like an outage. */
import type * as z from "zod";

import { DRILL_HUB } from "../../functions/domain/drill.ts";
import { listAnswer, summaryAnswer } from "./answers.ts";
import { persist, POLL_MS, WHILE_RUNNING } from "./following.ts";
import type { Following } from "./following.ts";
import { readAnswer } from "./refusal.ts";
import { Trouble } from "./trouble.ts";

interface DrillOnRecord {
  readonly id: string;
  readonly requestedAt: number;
}

/** Newest first, so that the drill's would be among them. */
const INCIDENTS = "/api/incidents?top=100";

/** @throws Trouble where the drill shows. */
export async function checkTraces(following: Following, drill: DrillOnRecord): Promise<void> {
  const shown: string[] = [];
  if (await isCounted(following, drill)) shown.push("/api/summary");
  if (await isListed(following, `/api/devices?q=${encodeURIComponent(drill.id)}`, drill.id)) {
    shown.push("/api/devices");
  }
  if (await isListed(following, INCIDENTS, drill.id)) shown.push("/api/incidents");
  if (shown.length > 0) {
    throw new Trouble(
      "traces",
      `The drill shows in ${shown.join(" and ")}, where only real outages belong.`,
      {
        advice: "Nothing of it lasts longer than an hour; report it with this output.",
      },
    );
  }
  following.report.row({
    mark: "done",
    name: "traces",
    words: "none in any list or count; its own documents are gone within an hour",
  });
}

/** Counts are kept for some seconds: only one made since says anything. A drill would be counted by its hub's name. */
async function isCounted(following: Following, { requestedAt }: DrillOnRecord): Promise<boolean> {
  const { clock, timeoutMs } = following;
  const endAt = clock.now() + timeoutMs;
  for (;;) {
    const { identities, asOf } = await read(following, "/api/summary", summaryAnswer);
    if (asOf > requestedAt || clock.now() >= endAt) return DRILL_HUB in identities.byHub;
    await clock.pause(POLL_MS);
  }
}

async function isListed(following: Following, path: string, id: string): Promise<boolean> {
  const { value } = await read(following, path, listAnswer);
  return value.some((row) => JSON.stringify(row).includes(id));
}

function read<T>(following: Following, path: string, shape: z.ZodType<T>): Promise<T> {
  const { app, clock, timeoutMs } = following;
  return persist(following, WHILE_RUNNING, clock.now() + timeoutMs, async () =>
    readAnswer(shape, await app.ask({ path }), app),
  );
}
