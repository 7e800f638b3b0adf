/** Asks the app for a drill. */
import { problemAnswer, startedAnswer } from "./answers.ts";
import { persist, WHILE_RUNNING } from "./following.ts";
import type { Following, Passing } from "./following.ts";
import { readAnswer, wordsOf } from "./refusal.ts";
import { Trouble } from "./trouble.ts";

/** Of its own accord the app says only that it has not begun; a silence can follow a drill that has. */
const NOT_BEGUN: Passing = { notReady: "" };

/** @returns the drill's id. */
export async function startDrill(following: Following, receivers: readonly string[]): Promise<string> {
  const { app, clock, timeoutMs } = following;
  // Who is asked twice sends twice: only a drill that reaches nobody is asked for again without knowing.
  const passing = receivers.length === 0 ? WHILE_RUNNING : NOT_BEGUN;
  return persist(following, passing, clock.now() + timeoutMs, async () => {
    const answer = await app.ask({ method: "POST", path: "/api/drill", body: { receivers } });
    const words = wordsOf(answer.body);
    if (answer.status === 404 || answer.status === 405) {
      throw new Trouble("noDrill", `The Linewatch at ${app.url} has no drill (${answer.status}).`, {
        advice: "It is older than this command: deploy the present one (azd deploy).",
      });
    }
    if (answer.status === 400) {
      throw new Trouble("refused", `The drill is refused. ${faultsOf(answer.body, receivers)}`.trimEnd(), {
        advice: "The policy file names the receivers, and /api/health those that are disabled.",
      });
    }
    if (answer.status === 503 && words !== "")
      throw new Trouble("notReady", `${words}.`, { page: "Throttling" });
    return readAnswer(startedAnswer, answer, app).id;
  });
}

/** The app names a receiver by its place in the list; a person knows its name. */
function faultsOf(body: unknown, receivers: readonly string[]): string {
  const problem = problemAnswer.safeParse(body);
  if (!problem.success) return "";
  const { detail, errors } = problem.data;
  if (errors.length === 0) return detail;
  return errors.map(({ field, message }) => `${nameOf(field, receivers)}: ${message}.`).join(" ");
}

function nameOf(field: string, receivers: readonly string[]): string {
  const place = /^receivers\[(\d+)\]$/.exec(field)?.[1];
  return receivers[Number(place)] ?? field;
}
