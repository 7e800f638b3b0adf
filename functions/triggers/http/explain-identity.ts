/** `GET /api/devices/{deviceId}/explain` and `…/modules/{moduleId}/explain`: why nobody was told, or who was. */
import * as z from "zod";

import { explainIdentity } from "../../application/queries/explain-identity.ts";
import { isoInstant } from "../../domain/phrase.ts";
import type { Instant } from "../../domain/time.ts";
import type { ApiDeps } from "./api-route.ts";
import { findAsked, readReference } from "./asked-identity.ts";
import { badRequest } from "./problem.ts";
import { makeQueryReader } from "./query-reader.ts";
import { renderExplanation } from "./render-explanation.ts";
import { ok } from "./reply.ts";
import type { ApiHandler } from "./serve.ts";
import type { ExplanationAnswer } from "./shapes/explanation-shape.ts";

const Time = z.iso.datetime({ offset: true });

export function makeExplainIdentity({ store, policy, clock }: ApiDeps): ApiHandler<ExplanationAnswer> {
  return async (request) => {
    const query = makeQueryReader(request, ["hub", "at"]);
    const reference = readReference(request, query);
    const now = clock.now();
    const at = query.value("at", "a time in RFC 3339 that is not ahead, as 2026-11-21T09:00:00Z", (text) =>
      readPast(text, now),
    );
    if (query.errors.length > 0) return badRequest(query.errors);
    const asked = await findAsked(store, reference);
    if (asked.name === "refused") return asked;
    const identity = { ...reference, hub: asked.hub };
    const deps = { store, policy, clock: { now: () => now } };
    const explained = await explainIdentity(deps, identity, asked.connections, at);
    if (explained.name === "notKept") return badRequest([{ field: "at", message: notKept(explained.from) }]);
    return ok(renderExplanation(explained));
  };
}

/** In a query a plus is a space. */
function readPast(text: string, now: Instant): Instant | undefined {
  const parsed = Time.safeParse(text.replace(/ (?=\d\d:\d\d$)/, "+"));
  const at = parsed.success ? Date.parse(parsed.data) : Number.NaN;
  return at <= now ? at : undefined;
}

function notKept(from: Instant): string {
  return `is before ${isoInstant(from)}, from which on it can be explained: what became of it before is in its transitions`;
}
