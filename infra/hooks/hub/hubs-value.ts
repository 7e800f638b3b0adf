/** `LINEWATCH_HUBS`: the hubs as the template takes them. */
import * as z from "zod";

import { valueOf } from "../../../functions/config/variable.ts";
import type { Variables } from "../../../functions/config/variable.ts";
import { parseJson } from "../cli/json-text.ts";
import type { FoundHub } from "./find-hub.ts";
import { parseHubId } from "./hub-id.ts";
import type { HubId } from "./hub-id.ts";

export const HUBS = "LINEWATCH_HUBS";

/** The same text for the same hubs, so that a second run changes nothing. */
export function hubsValue(hubs: readonly FoundHub[], environment: string): string {
  return JSON.stringify(
    hubs.map(({ id, location, topic }) => {
      // One that this environment made is the template's to keep; an id would make it somebody else's.
      const isOwn = topic?.madeBy === environment;
      return { id: id.text, location, systemTopicId: topic === undefined || isOwn ? "" : topic.id };
    }),
  );
}

const savedSchema = z.array(z.looseObject({ id: z.string() }));

/** The hubs of the last deployment; none where nothing was saved. */
export function savedHubs(env: Variables): HubId[] {
  const saved = savedSchema.safeParse(parseJson(valueOf(env, HUBS) ?? "[]"));
  return saved.success ? saved.data.flatMap(({ id }) => parseHubId(id) ?? []) : [];
}
