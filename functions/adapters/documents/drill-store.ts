/** `DrillStore` over documents, one for each drill. */
import * as z from "zod";
import type { DrillStore } from "../../application/ports.ts";
import type { Drill } from "../../domain/drill.ts";
import type { DocumentBody, DocumentContainer } from "./container.ts";
import { LIFETIME_S } from "./containers.ts";
import { instant, version } from "./fields.ts";
import { readOne } from "./reading.ts";

const PARTITION = "drill";

const schema = z.strictObject({
  v: version,
  id: z.string(),
  pk: z.literal(PARTITION),
  requestedAt: instant,
  receivers: z.array(z.string()),
});

export function makeDrillStore(settings: DocumentContainer): DrillStore {
  return {
    create: (drill) => settings.create(drillToDocument(drill), LIFETIME_S.drill),
    replace: (drill, expected) => settings.replace(drillToDocument(drill), expected, LIFETIME_S.drill),
    read: async (id) => (await readOne(settings, PARTITION, id, drillFromDocument))?.value,
  };
}

function drillToDocument({ id, requestedAt, receivers }: Drill): DocumentBody {
  return z.encode(schema, { v: 1, id, pk: PARTITION, requestedAt, receivers: [...receivers] });
}

function drillFromDocument(body: unknown): Drill {
  const { id, requestedAt, receivers } = schema.parse(body);
  return { id, requestedAt, receivers };
}
