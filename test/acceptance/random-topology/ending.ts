/** What has to be so when a story is over and everybody is connected. */
import { isDeepStrictEqual } from "node:util";
import { isPast } from "../../../functions/domain/connection.ts";
import { identityKey } from "../../../functions/domain/identity.ts";
import { kindOfIncident } from "../../../functions/domain/incident.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import { routeFor, targetsOf } from "../../../functions/domain/policy.ts";
import { systemModuleOf } from "../../../functions/domain/topology.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import type { World } from "../world.ts";
import { atAndBelow, identityOf } from "./fleet.ts";
import type { Fleet } from "./fleet.ts";
import type { Happening } from "./history.ts";
import { inOrder, ofName } from "./truth.ts";

/** States and folds as of the events in order; nothing owed, waited for or still a member. */
export async function unfinished(
  { store }: World,
  fleet: Fleet,
  happenings: readonly Happening[],
  end: Instant,
): Promise<unknown[]> {
  const faults: unknown[] = [];
  for (const name of fleet.names) {
    const value = (await store.connections.read(identityOf(name)))?.value;
    const expected = inOrder(name, happenings, fleet, end);
    const { state, head, owed, held, wakeAt, incidents } = value ?? expected;
    const parts = Object.values(incidents).filter((part) => part !== undefined && !isPast(part));
    const [is, shouldBe] = [stored({ state, head }), stored({ state: expected.state, head: expected.head })];
    if (value === undefined) faults.push(`${name} is not known`);
    if (!isDeepStrictEqual(is, shouldBe)) faults.push({ name, is, shouldBe });
    if (owed !== undefined || held !== undefined || wakeAt !== undefined || parts.length > 0) {
      faults.push({ name, owed, held, wakeAt, incidents });
    }
  }
  return [...faults, ...(await wrongVerdicts({ store }, fleet))];
}

/** As it is read again: without what is undefined. */
function stored(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** A gateway's document says that its system modules are there. */
async function wrongVerdicts({ store }: Pick<World, "store">, { names }: Fleet): Promise<unknown[]> {
  const modules = names.filter((name) => systemModuleOf(identityOf(name)) !== undefined);
  const faults = modules.map(async (name) => {
    const { hub, deviceId } = identityOf(name);
    const device = (await store.connections.read({ hub, deviceId }))?.value;
    const known = device?.edge?.[systemModuleOf(identityOf(name)) ?? "hub"];
    const isTrue = known?.out === false && device?.owed === undefined && device?.held === undefined;
    return isTrue ? [] : [{ name, edge: device?.edge, owed: device?.owed }];
  });
  return (await Promise.all(faults)).flat();
}

/**
 * Incidents that are not over, places that got something else of one than an opening and its ending, and who was spoken
 * of and never dropped. Where calls failed, a message may come again.
 */
export async function brokenConversations(
  { store, accepted }: World,
  happenings: readonly Happening[],
  failing: boolean,
): Promise<string[]> {
  const incidents = await store.incidents.page({}, undefined, 500);
  const dropped = new Set(
    happenings.filter(({ kind }) => kind === "Disconnected").map(({ name }) => identityKey(identityOf(name))),
  );
  const told = new Set(
    incidents.flatMap(({ id, told: places }) => places.map(({ target }) => `${id} ${target.id}`)),
  );
  const strays = accepted.filter(({ notice, target }) => !told.has(`${notice.incidentId} ${target.id}`));
  return [
    ...strays.map(({ notice, target }) => `${notice.incidentId} to ${target.id}: ${notice.word} unbidden`),
    ...incidents.flatMap((incident) => [
      ...notOver(incident),
      ...incident.shown.filter((key) => !dropped.has(key)).map((key) => `${incident.id} speaks of ${key}`),
      ...incident.told.flatMap(({ target }) => {
        const words = accepted
          .filter(({ notice, target: to }) => notice.incidentId === incident.id && to.id === target.id)
          .map(({ notice }) => notice.word)
          .filter((word, index, words) => !failing || word !== words[index - 1]);
        return isConversation(incident, words) ? [] : [`${incident.id} to ${target.id}: ${words.join(" ")}`];
      }),
    ]),
  ];
}

function notOver({ id, state, owed, dueAt }: Incident): string[] {
  return state.name !== "resolved" || owed !== undefined || dueAt !== undefined ? [`${id} is not over`] : [];
}

function isConversation({ id, state }: Incident, words: readonly string[]): boolean {
  const opening = kindOfIncident(id) === "outage" ? "OFFLINE" : "FLAPPING";
  const ending = kindOfIncident(id) === "outage" ? "RECOVERED" : "STABLE";
  const isClosed = state.name === "resolved" && state.outcome === "closed";
  const others = words.filter((word) => word !== "OFFLINE UPDATE");
  return isDeepStrictEqual(others, [opening, isClosed ? "CLOSED" : ending]);
}

/**
 * Receivers that were told more often than their identities gave reason for: each has a part in an incident by an outage
 * or a flapping of its own or of one above it, and once more where it stays away when that one is back.
 */
export function tooMany({ accepted }: World, fleet: Fleet, happenings: readonly Happening[]): string[] {
  const dropsOf = new Map(
    fleet.names.map((name) => [
      name,
      ofName(name, happenings).filter(({ kind }) => kind === "Disconnected").length,
    ]),
  );
  const allowed = new Map<string, number>();
  for (const name of fleet.names) {
    const [device = ""] = name.split("/");
    const above = fleet.names.filter((other) => {
      const [otherDevice = ""] = other.split("/");
      return other === name || atAndBelow(otherDevice, fleet).has(device);
    });
    const reasons = above.reduce((sum, one) => sum + (dropsOf.get(one) ?? 0) * (one === name ? 1 : 2), 0);
    for (const { id } of targetsOf(routeFor(identityOf(name), fleet.policy), fleet.policy)) {
      allowed.set(id, (allowed.get(id) ?? 0) + reasons);
    }
  }
  return [...allowed].flatMap(([target, atMost]) => {
    const openings = new Set(
      accepted
        .filter(
          ({ target: { id }, notice: { word } }) =>
            id === target && (word === "OFFLINE" || word === "FLAPPING"),
        )
        .map(({ notice }) => notice.incidentId),
    ).size;
    return openings > atMost ? [`${target}: ${openings} openings for at most ${atMost} reasons`] : [];
  });
}
