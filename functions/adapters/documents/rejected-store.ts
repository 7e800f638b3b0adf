/** `RejectedStore` over documents, a partition a day; ids order them across days. */
import type { RejectedStore } from "../../application/ports.ts";
import type { Condition, DocumentContainer } from "./container.ts";
import { LIFETIME_S } from "./containers.ts";
import { readList, type OnUnreadable } from "./reading.ts";
import { rejectedFromDocument, rejectedToDocument } from "./rejected-document.ts";

export function makeRejectedStore(container: DocumentContainer, onUnreadable: OnUnreadable): RejectedStore {
  return {
    async keep(event) {
      await container.create(rejectedToDocument(event), LIFETIME_S.rejected);
    },
    async page(after, limit) {
      const where: Condition[] = after === undefined ? [] : [{ field: "id", is: "<", value: after }];
      const query = { where, orderBy: "id", descending: true, limit } as const;
      const found = await readList(container, query, rejectedFromDocument, onUnreadable);
      return found.map(({ value }) => value);
    },
    count: () => container.count(),
  };
}
