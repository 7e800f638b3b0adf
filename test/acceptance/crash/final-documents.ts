/**
 * All documents of a world, with what a crash may change taken out: the instants at which something was noticed or done.
 * Everything else is compared as it is stored.
 */
import type { ContainerName } from "../../../functions/adapters/documents/containers.ts";
import type { World } from "../world.ts";

/** Fields that say when the product did something, or how often; that they are there is still compared. */
const MAY_DIFFER: Readonly<Record<ContainerName, ReadonlySet<string>>> = {
  connections: new Set(["noticedAt", "joinedAt", "changedAt"]),
  transitions: new Set(["noticedAt", "retractedAt"]),
  incidents: new Set([
    "openedAt",
    "openedKey",
    "opener",
    "announcedAt",
    "lookedAt",
    "resolvedAt",
    "createdAt",
    "settledAt",
    "receipt",
    "attempts",
  ]),
  settings: new Set(),
  rejected: new Set(),
};
/** Who sweeps, and how far it came. */
const OF_THE_WORK = new Set(["settings/lease"]);
/** What only spares a later read, and is not there where it was not known in time. */
const HINT = /\btold\.\d+\.accepted$/;
/** Inside these, `at` is such an instant. */
const DATED = /\b(told\.\d+|notice)\.at$/;
/** The instant at which an event was learnt, or members were spoken of, in its row. */
const LEARNT = /\b(recent\.\d+\.3|spoken\.\d+\.0)$/;

export type FinalDocuments = Readonly<Record<string, unknown>>;

/** By container and id. */
export async function finalDocuments(world: World): Promise<FinalDocuments> {
  const found = await world.documents();
  const final: Record<string, unknown> = {};
  for (const [container, documents] of found) {
    for (const { id, body } of documents.filter((one) => !OF_THE_WORK.has(`${container}/${one.id}`))) {
      const name = `${container}/${String(fieldOf(body, "pk"))}/${id}`;
      final[name] = withoutChance(body, "", MAY_DIFFER[container]);
    }
  }
  return Object.fromEntries(Object.entries(final).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutChance(value: unknown, path: string, differing: ReadonlySet<string>): unknown {
  const name = path.slice(path.lastIndexOf(".") + 1);
  if (differing.has(name) || DATED.test(path) || LEARNT.test(path)) return typeof value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) =>
      HINT.test(`${path}.${key}`) ? [] : [[key, withoutChance(one, `${path}.${key}`, differing)]],
    ),
  );
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
}
