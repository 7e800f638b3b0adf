/** `TransitionStore` over documents: records and archives, each written once. */
import { TransientError, type TransitionStore } from "../../application/ports.ts";
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
  const create = (body: DocumentBody) => container.create(body, LIFETIME_S.transition);

  return {
    async record(transition) {
      const body = recordToDocument(transition);
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        if ((await create(body)) !== undefined) return;
        if (transition.retractedAt === undefined) return;
        if (await retract(container, body, transition.retractedAt)) return;
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

/** Marks the stored record retracted, if it is not yet; false when somebody else was faster. */
async function retract(
  container: DocumentContainer,
  body: DocumentBody,
  retractedAt: number,
): Promise<boolean> {
  const stored = await readOne(container, body.pk, body.id, historyFromDocument);
  const [transition] = stored?.value.transitions ?? [];
  if (stored === undefined || transition === undefined) return false;
  if (transition.retractedAt !== undefined) return true;
  const retracted = recordToDocument({ ...transition, retractedAt });
  return (await container.replace(retracted, stored.version, LIFETIME_S.transition)) !== undefined;
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
