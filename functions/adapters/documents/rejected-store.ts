/** `RejectedStore` over documents, a partition a day; what orders them goes on across days. */
import type { RejectedStore } from "../../application/ports.ts";
import { DAY_MS } from "../../domain/time.ts";
import type { Condition, DocumentContainer } from "./container.ts";
import { LIFETIME_S } from "./containers.ts";
import { readList, type OnUnreadable } from "./reading.ts";
import { dayOf, rejectedFromDocument, rejectedToDocument } from "./rejected-document.ts";

export function makeRejectedStore(container: DocumentContainer, onUnreadable: OnUnreadable): RejectedStore {
  return {
    async keep(event) {
      const body = rejectedToDocument(event);
      // Delivered once before midnight and once after: it lies in yesterday's partition.
      if ((await container.read(dayOf(event.at - DAY_MS), body.id)) !== undefined) return false;
      return (await container.create(body, LIFETIME_S.rejected)) !== undefined;
    },
    async page(after, limit) {
      const where: Condition[] = [
        after === undefined
          ? { field: "listedAs", is: ">=", value: "" }
          : { field: "listedAs", is: "<", value: after },
      ];
      const query = { where, orderBy: "listedAs", descending: true, limit } as const;
      const found = await readList(container, query, rejectedFromDocument, onUnreadable);
      return found.map(({ value }) => value);
    },
    count: () => container.count(),
  };
}
