/** The first step: whether the app answers, can work, and what it misses. */
import { healthAnswer } from "./answers.ts";
import type { Health } from "./answers.ts";
import type { AppClient } from "./app-client.ts";
import { persist, WHILE_STARTING } from "./following.ts";
import type { Following } from "./following.ts";
import { readAnswer } from "./refusal.ts";
import { Trouble } from "./trouble.ts";

/** @throws Trouble where the app cannot work. */
export async function checkHealth(following: Following): Promise<Health> {
  const { app, clock, report, timeoutMs } = following;
  const health = await persist(following, WHILE_STARTING, clock.now() + timeoutMs, async () => {
    const read = await readHealth(app);
    if (read.status === "failing") throw troubleOfFailing(read);
    return read;
  });
  report.row({
    mark: health.status === "ok" ? "done" : "warning",
    name: "health",
    words: [health.status === "ok" ? "ok" : `${health.status}:`, ...health.problems].join("\n"),
  });
  return health;
}

export async function readHealth(app: AppClient): Promise<Health> {
  const answer = await app.ask({ path: "/api/health", open: true });
  if (answer.status === 404) {
    throw new Trouble("notLinewatch", `There is no Linewatch at ${app.url}: it has no /api/health (404).`, {
      page: "No alerts",
      advice: "Is the address right, and has the code been deployed (azd deploy)?",
    });
  }
  const isUnwell = answer.status === 503 && healthAnswer.safeParse(answer.body).success;
  return readAnswer(healthAnswer, isUnwell ? { ...answer, status: 200 } : answer, app);
}

/** Where it has looked at its store and queues, one of them may answer soon; a fault of its configuration stays. */
function troubleOfFailing({ problems, store }: Health): Trouble {
  const faults = problems.join("\n");
  if (store === undefined) {
    return new Trouble("misconfigured", `The app's configuration has faults:\n${faults}`, {
      page: "No alerts",
      advice: "Mend its settings or its policy file, and deploy again.",
    });
  }
  return new Trouble("notReady", faults === "" ? "The app says that it is failing." : faults, {
    page: "No alerts",
    advice: "May its identity use its store and its queues, and does their network let it in?",
  });
}
