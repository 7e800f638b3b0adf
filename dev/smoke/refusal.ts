/** An answer that is not the one asked for, in words. What each status means for one route, the route says first. */
import type * as z from "zod";

import { problemAnswer } from "./answers.ts";
import type { Answer, AppClient } from "./app-client.ts";
import { Trouble } from "./trouble.ts";

/** @throws Trouble where the answer has not this shape. */
export function readAnswer<T>(shape: z.ZodType<T>, { status, body }: Answer, app: AppClient): T {
  const read = status >= 200 && status < 300 ? shape.safeParse(body) : undefined;
  if (read?.success === true) return read.data;
  throw troubleOfStatus({ status, body }, app);
}

function troubleOfStatus({ status, body }: Answer, app: AppClient): Trouble {
  if (status === 401) return keyRefused(app.hasKey);
  if (status === 403) {
    return new Trouble("forbidden", `${app.url} lets nobody in from here (403).`, {
      page: "No alerts",
      advice: "Is the app stopped, or closed to this network by its access restrictions?",
    });
  }
  const words = wordsOf(body);
  if (status === 429 || status >= 500) {
    return new Trouble("starting", `The app answers ${status}${words === "" ? "" : `: ${words}`}.`, {
      page: status === 429 ? "Throttling" : "No alerts",
      advice: "Its log in Application Insights says why.",
    });
  }
  if (status >= 400 && words !== "")
    return new Trouble("refused", `The app refuses it (${status}): ${words}.`);
  return new Trouble("notLinewatch", `What answers at ${app.url} is not Linewatch (status ${status}).`, {
    advice: "Is the address right, and has the code been deployed (azd deploy)?",
  });
}

function keyRefused(hasKey: boolean): Trouble {
  const where =
    "This prints it:\naz functionapp keys list -g GROUP -n APP --query functionKeys.default -o tsv";
  return hasKey
    ? new Trouble("keyRefused", "The app does not take this key (401).", {
        page: "Rotated keys",
        advice: `It must be a key of the whole app, not of one Function. ${where}`,
      })
    : new Trouble("keyRefused", "The app asks for a key (401), and none was given.", {
        page: "Rotated keys",
        advice: `Put it into LINEWATCH_KEY. ${where}`,
      });
}

/** The problem's own sentences, without the stop at their end. */
export function wordsOf(body: unknown): string {
  const problem = problemAnswer.safeParse(body);
  return problem.success ? problem.data.detail.replace(/\.$/, "") : "";
}
