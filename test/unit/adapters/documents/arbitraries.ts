/** Arbitrary connections: every state, every optional field there or not. */
import * as fc from "fast-check";
import type {
  Connection,
  ConnectionState,
  Head,
  RecentEvent,
} from "../../../../functions/domain/connection.ts";
import type { Identity } from "../../../../functions/domain/identity.ts";
import { parseSequence, type Sequence } from "../../../../functions/domain/sequence.ts";
import type { Transition } from "../../../../functions/domain/transition.ts";

const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const some = { requiredKeys: [] } satisfies { requiredKeys: [] };

const ID_CHARACTERS = "abcXYZ019-:.+%_#*?!(),=@;$'".split("");
const name = fc.string({ unit: fc.constantFrom(...ID_CHARACTERS), minLength: 1, maxLength: 128 });

export const identity: fc.Arbitrary<Identity> = fc.record(
  { hub: fc.constantFrom("contoso-hub", "h2"), deviceId: name, moduleId: name },
  { requiredKeys: ["hub", "deviceId"] },
);

export const sequence: fc.Arbitrary<Sequence> = fc
  .string({ unit: fc.constantFrom(..."0123456789ABCDEF".split("")), minLength: 1, maxLength: 64 })
  .map((digits) => {
    const parsed = parseSequence(digits);
    if (parsed === undefined) throw new Error(`${digits} is hexadecimal`);
    return parsed;
  });

const state: fc.Arbitrary<ConnectionState> = fc.oneof(
  fc.record({ name: fc.constant("new" as const), registeredAt: instant }, { requiredKeys: ["name"] }),
  fc.record({ name: fc.constantFrom("online", "offline"), since: instant, cause: sequence }),
  fc.record({ name: fc.constant("suspect" as const), since: instant, cause: sequence, deadline: instant }),
  fc.record({
    name: fc.constant("recovering" as const),
    since: instant,
    cause: sequence,
    offlineSince: instant,
    deadline: instant,
  }),
  fc.record({ name: fc.constant("deleted" as const), at: instant }),
);

const head: fc.Arbitrary<Head> = fc.record(
  {
    link: fc.constantFrom("none", "up", "down"),
    cause: sequence,
    since: instant,
    outage: fc.record({ cause: sequence, since: instant }),
    last: fc.record({ sequence, at: instant }),
    clock: instant,
    lastConnectedAt: instant,
    lastDisconnectedAt: instant,
    drops: fc.nat(),
    outages: fc.nat(),
  },
  { requiredKeys: ["link", "since", "clock", "drops", "outages"] },
);

const recentEvent: fc.Arbitrary<RecentEvent> = fc.record({
  kind: fc.constantFrom("connected", "disconnected"),
  sequence,
  at: instant,
  eventId: fc.string(),
  noticedAt: instant,
});

const transition = (of: Identity): fc.Arbitrary<Transition> =>
  fc.record(
    {
      identity: fc.constant(of),
      state: fc.constantFrom("online", "suspect", "offline", "recovering", "deleted"),
      at: instant,
      cause: sequence,
      noticedAt: instant,
      source: fc.constantFrom("event", "reconcile"),
      hidden: fc.constant(true as const),
      retractedAt: instant,
    },
    { requiredKeys: ["identity", "state", "at", "noticedAt", "source"] },
  );

const membership = fc.record(
  {
    id: fc.string(),
    outAt: instant,
    firstOutAt: instant,
    noticedAt: instant,
    joinedAt: instant,
    backAt: instant,
    goneAt: instant,
    goneFor: fc.constantFrom("disabled" as const, "gateway" as const),
    behind: fc.constant(true as const),
  },
  { requiredKeys: ["id", "outAt", "noticedAt"] },
);

const edgeModule = fc.record(
  { out: fc.boolean(), since: instant, incident: fc.string(), returnedAt: instant },
  { requiredKeys: ["out"] },
);

const registry = fc.record(
  { at: instant, enabled: fc.boolean(), parent: name },
  { requiredKeys: ["at", "enabled"] },
);

const tombstone = fc.record(
  { at: instant, inferred: fc.record({ former: fc.record({ sequence, at: instant }) }, some) },
  { requiredKeys: ["at"] },
);

export const connection: fc.Arbitrary<Connection> = identity.chain((of) =>
  fc.record(
    {
      identity: fc.constant(of),
      state,
      base: head,
      recent: fc.array(recentEvent, { maxLength: 48 }),
      head,
      judged: fc.record({
        cause: sequence,
        link: fc.constantFrom("up" as const, "down" as const),
        afterMs: fc.nat(),
      }),
      tombstone,
      registeredAt: instant,
      lastSeenAt: instant,
      changedAt: instant,
      incidents: fc.record({ outage: membership, flapping: membership }, some),
      held: fc.record({ outAt: instant, until: instant }),
      edge: fc.record({ agent: edgeModule, hub: edgeModule }, some),
      registry,
      wakeAt: instant,
      owed: fc.record(
        {
          since: instant,
          records: fc.array(transition(of), { maxLength: 5 }),
          archive: fc.array(transition(of), { maxLength: 20 }),
          incident: fc.boolean(),
          flapping: fc.constant(true as const),
          edge: fc.constant(true as const),
          rest: fc.constant(true as const),
        },
        { requiredKeys: ["since", "records", "archive", "incident"] },
      ),
    },
    { requiredKeys: ["identity", "state", "base", "recent", "head", "incidents"] },
  ),
);
