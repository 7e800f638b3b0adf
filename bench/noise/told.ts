/** What was told in the end, and what is known: read out of the store, as the API reads it. */
import type { IncidentFilter, Store } from "../../functions/application/ports.ts";
import { conditionsOf } from "../../functions/domain/condition.ts";
import type { Condition } from "../../functions/domain/condition.ts";
import { identityKey } from "../../functions/domain/identity.ts";
import type { IdentityKey } from "../../functions/domain/identity.ts";
import type { Incident } from "../../functions/domain/incident.ts";
import type { Notice } from "../../functions/domain/notice.ts";
import { waitsFor } from "../../functions/domain/policy.ts";
import type { Policy } from "../../functions/domain/policy.ts";
import type { Instant } from "../../functions/domain/time.ts";

const PAGE = 1_000;
const ALL: IncidentFilter = {};

/**
 * The words that a target got about a subject, in the order in which they were accepted: `FLAPPING STABLE`; one text for
 * each target and subject.
 */
export async function sentencesIn(
  store: Store,
  say: (notice: Notice) => string = ({ word }) => word,
): Promise<readonly string[]> {
  const sent = new Map<string, { readonly at: Instant; readonly word: string }[]>();
  for await (const { id, subject } of allIncidents(store)) {
    for (const { state, target, notice } of await store.deliveries.ofIncident(id)) {
      if (state.name !== "sent") continue;
      const about = `${target.id} ${subject}`;
      const words = sent.get(about) ?? [];
      words.push({ at: state.at, word: say(notice) });
      sent.set(about, words);
    }
  }
  return [...sent.values()].map((words) =>
    words
      .toSorted((a, b) => a.at - b.at)
      .map(({ word }) => word)
      .join(" "),
  );
}

/** How many identities are in that condition. */
export async function countIn(
  store: Store,
  condition: Condition["name"],
  policy: Policy,
  at: Instant,
): Promise<number> {
  let count = 0;
  let after: IdentityKey | undefined;
  for (;;) {
    const page = await store.connections.page({}, after, PAGE);
    count += page.filter((connection) =>
      conditionsOf(connection, waitsFor(connection.identity, policy), at).some(
        ({ name }) => name === condition,
      ),
    ).length;
    const last = page.at(-1);
    if (last === undefined) return count;
    after = identityKey(last.identity);
  }
}

async function* allIncidents(store: Store): AsyncGenerator<Incident> {
  let after: Incident | undefined;
  for (;;) {
    const page = await store.incidents.page(ALL, after, PAGE);
    yield* page;
    after = page.at(-1);
    if (after === undefined) return;
  }
}
