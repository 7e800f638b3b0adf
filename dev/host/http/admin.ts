/** `POST /admin/functions/{name}` runs a function that is not HTTP now, as the real host's address of that name does. */
import * as z from "zod";

import type { HostRoute } from "./handle-request.ts";
import { readBody } from "./request-data.ts";
import { sendText } from "./send-response.ts";

/** Starts one run; `input` is the trigger's value as text, which a timer ignores. */
export type RunNow = (input: string) => void;

const bodySchema = z.object({ input: z.string().default("") });

/** Answers 202 at once, as the real host does: whether the run went well stands in the log. Names are not case-sensitive. */
export function makeAdmin(functions: ReadonlyMap<string, RunNow>): HostRoute {
  const byLowerName = new Map([...functions].map(([name, run]) => [name.toLowerCase(), run]));
  return async (request, response, segments) => {
    const [admin, kind, name, ...rest] = segments.map((segment) => segment.toLowerCase());
    if (admin !== "admin") {
      return false;
    }
    const run = kind === "functions" && rest.length === 0 ? byLowerName.get(name ?? "") : undefined;
    if (run === undefined || request.method !== "POST") {
      sendText(response, 404);
      return true;
    }
    const body = bodySchema.safeParse(parseJson((await readBody(request)).toString("utf8")));
    if (body.success) {
      run(body.data.input);
    }
    sendText(response, body.success ? 202 : 400);
    return true;
  };
}

function parseJson(text: string): unknown {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}
