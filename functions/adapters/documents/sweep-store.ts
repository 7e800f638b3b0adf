/** `SweepStore` over one document, which tells whose turn it is and how far they came. */
import * as z from "zod";
import type { SweepLease, SweepStore } from "../../application/ports.ts";
import type { DocumentBody, DocumentContainer } from "./container.ts";
import { instant, version } from "./fields.ts";
import { readOne } from "./reading.ts";

const PARTITION = "sweep";
const ID = "lease";

const schema = z.strictObject({
  v: version,
  id: z.literal(ID),
  pk: z.literal(PARTITION),
  holder: z.strictObject({ owner: z.string(), until: instant }).optional(),
  places: z.record(z.string(), instant),
});

export function makeSweepStore(settings: DocumentContainer): SweepStore {
  return {
    read: () => readOne(settings, PARTITION, ID, leaseFromDocument),
    create: (lease) => settings.create(leaseToDocument(lease)),
    replace: (lease, expected) => settings.replace(leaseToDocument(lease), expected),
  };
}

function leaseToDocument({ holder, places }: SweepLease): DocumentBody {
  return z.encode(schema, { v: 1, id: ID, pk: PARTITION, holder, places });
}

function leaseFromDocument(body: unknown): SweepLease {
  const { holder, places } = schema.parse(body);
  return { holder, places };
}
