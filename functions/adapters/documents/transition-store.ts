/** `TransitionStore` over documents: records and archives, each written once. */
import { TransientError, type TransitionStore } from "../../application/ports.ts";
import { DRILL_KEYS } from "../../domain/drill.ts";
import { deviceKey } from "../../domain/identity.ts";
import type { Transition } from "../../domain/transition.ts";
import { beginsWith, type DocumentBody, type DocumentContainer } from "./container.ts";
import { LIFETIME_S } from "./containers.ts";
import { readHistory } from "./history.ts";
import { readAll, readOne, type OnUnreadable } from "./reading.ts";
import {
  archiveToDocument,
  historyFromDocument,
  historyPrefix,
  recordToDocument,
  type HistoryDocument,
} from "./transition-documents.ts";

/** Races lost in a row before the caller has to come again. */
const ATTEMPTS = 5;

export function makeTransitionStore(
  container: DocumentContainer,
  onUnreadable: OnUnreadable,
): TransitionStore {
  const create = (body: DocumentBody) => container.create(body, lifetimeOf(body));

  return {
    async record(transition) {
      const body = recordToDocument(transition);
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        if ((await create(body)) !== undefined) return;
        if (await restate(container, body, transition)) return;
      }
      throw new TransientError(`the transition "${body.id}" is being written by others`);
    },
    async archive(transitions) {
      for (const own of byIdentity(transitions))
        await create(archiveToDocument(own.identity, own.transitions));
    },
    history: (identity, cursor, limit) => readHistory(container, onUnreadable, identity, cursor, limit),
    async tombstones(identity) {
      const where = [
        ...beginsWith("id", historyPrefix(identity)),
        { field: "state", is: "=", value: "deleted" } as const,
      ];
      const partition = deviceKey(identity);
      const records = await readAll(container, { partition, where }, historyFromDocument, onUnreadable);
      return records.flatMap(({ value }) => unretracted(value)).map(({ at }) => at);
    },
  };
}

/**
 * Makes the stored record say what was stated last: that it is retracted, or that it stands after all. False when
 * somebody else was faster.
 */
async function restate(
  container: DocumentContainer,
  { pk, id }: DocumentBody,
  said: Transition,
): Promise<boolean> {
  const stored = await readOne(container, pk, id, historyFromDocument);
  const [known] = stored?.value.transitions ?? [];
  if (stored === undefined || known === undefined) return false;
  const isSame = (known.retractedAt === undefined) === (said.retractedAt === undefined);
  if (isSame || statedAt(said) < statedAt(known)) return true;
  const next = said.retractedAt === undefined ? said : { ...known, retractedAt: said.retractedAt };
  return (await container.replace(recordToDocument(next), stored.version, lifetimeOf({ pk }))) !== undefined;
}

function lifetimeOf({ pk }: Pick<DocumentBody, "pk">): number {
  return pk.startsWith(DRILL_KEYS) ? LIFETIME_S.drill : LIFETIME_S.transition;
}

function statedAt({ noticedAt, retractedAt }: Transition): number {
  return retractedAt ?? noticedAt;
}

function unretracted(document: HistoryDocument): Transition[] {
  return document.transitions.filter(({ retractedAt }) => retractedAt === undefined);
}

/** They are of one identity as a rule; nothing is lost if they are not. */
function byIdentity(transitions: readonly Transition[]) {
  const groups = Map.groupBy(transitions, ({ identity }) => historyPrefix(identity));
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [{ identity: first.identity, transitions: own }];
  });
}
